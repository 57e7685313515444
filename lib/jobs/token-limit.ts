import { fullPrompt } from '#lib/core/answer-format';
import { requestRoom, utf8Bytes, type RequestRoom } from '#lib/core/estimate/request-room';
import { tokenBudget, type TokenBudget } from '#lib/core/estimate/token-budget';
import { tokenScale } from '#lib/core/estimate/token-scale';
import { loadTokenCounter } from '#lib/core/estimate/tokens';
import { findModel, type FoundModel } from '#lib/core/models/find-model';
import type { Question, Recipe } from '#lib/core/recipe';
import { sentSchema } from './sent-schema.ts';

/** Never more tokens than bytes, and no more bytes than this for a UTF-16 unit. */
const BYTES_PER_CHARACTER = 3;
/** Rows beside each other may be cut into tokens otherwise than alone. */
const JOIN_TOKENS = 4;

/** What stands before the rows of every request, as text. */
function prefixTexts(question: Question): string[] {
  return [fullPrompt(question), sentSchema(question)];
}

function budgetFor({ question, sending }: Recipe, model: FoundModel, prefixTokens: number): TokenBudget {
  const { provider } = question;
  const reserve = Math.min(provider.options.outputLimit ?? model.outputTokens, model.outputTokens);
  const prices = sending.crossPriceStep ? null : model.prices;
  return tokenBudget({ ...model, prices }, tokenScale(provider.provider, question.model), prefixTokens, reserve);
}

/**
 * How many tokens the rows of one request may have: no more than the model reads, and none past a price step unless the
 * recipe lets them. The tokenizer is loaded only once lengths alone cannot prove that there is room, which for most tables
 * is never; what is packed does not depend on whether it was.
 */
export class TokenLimit {
  readonly #recipe: Recipe;
  readonly #model: FoundModel;
  /** With the prompt taken at its longest: a token for every byte. */
  readonly #leastRowTokens: number;
  #exact: Promise<RequestRoom> | null = null;

  private constructor(recipe: Recipe, model: FoundModel) {
    this.#recipe = recipe;
    this.#model = model;
    const bytes = prefixTexts(recipe.question).reduce((sum, text) => sum + utf8Bytes(text), 0);
    this.#leastRowTokens = budgetFor(recipe, model, bytes).rowTokens ?? 0;
  }

  /** Null where the model's limits are not known. */
  static of(recipe: Recipe): TokenLimit | null {
    const model = findModel(recipe.question.provider.provider, recipe.question.model);
    return model && new TokenLimit(recipe, model);
  }

  /** Is there room for sure for so many rows of so many characters together, as written? */
  isSafe(rows: number, characters: number): boolean {
    return characters * BYTES_PER_CHARACTER + rows * JOIN_TOKENS <= this.#leastRowTokens;
  }

  /** Room for the rows of one request, empty. Shared: used for one request at a time. */
  async room(): Promise<RequestRoom> {
    this.#exact ??= this.#load();
    const room = await this.#exact;
    room.next();
    return room;
  }

  async #load(): Promise<RequestRoom> {
    const count = await loadTokenCounter();
    const prefixTokens = prefixTexts(this.#recipe.question).reduce((sum, text) => sum + count(text), 0);
    return requestRoom(budgetFor(this.#recipe, this.#model, prefixTokens).rowTokens ?? 0, count);
  }
}
