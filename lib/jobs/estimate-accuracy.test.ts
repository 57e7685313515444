import { describe, expect, it } from 'vitest';
import { fullPrompt } from '#lib/core/answer-format';
import { sampleForEstimate } from '#lib/core/estimate/sample-rows';
import { FRAME_TOKENS } from '#lib/core/estimate/token-budget';
import { loadTokenCounter } from '#lib/core/estimate/tokens';
import { permutation } from '#lib/core/permutation';
import { DEFAULT_RECIPE, type Recipe } from '#lib/core/recipe';
import { packRequest, rowWriter } from '#lib/core/row-bytes';
import { codecOf } from '#lib/providers/registry';
import { estimateRecipe } from './estimate.ts';
import { requestTexts } from './request-texts.ts';

const SENTENCES = {
  English: [
    'The kettle boils in under two minutes, but the lid never quite closes.',
    'I ordered the blue one and got grey; support was kind and slow.',
    'Works.',
    'After three weeks of daily use the battery lasts about half as long as on the first day, which is not what the advert promised.',
    'Would buy it again for my parents, who found the large buttons a relief after their last phone.',
  ],
  German: [
    'Der Wasserkocher ist schnell, aber der Deckel schließt nicht richtig.',
    'Lieferung zwei Tage zu spät, dafür tadellos verpackt und vollständig.',
    'Gut.',
    'Nach mehrwöchiger Benutzung lässt die Akkulaufzeit spürbar nach, obwohl die Gebrauchsanweisung ausdrücklich etwas anderes verspricht.',
    'Für Großeltern mit Lesebrille eine echte Erleichterung gegenüber dem Vorgängergerät.',
  ],
  Chinese: [
    '水壶烧水很快，但是盖子总是关不紧。',
    '颜色发错了，客服态度很好，就是处理得有点慢。',
    '不错。',
    '用了三个星期以后，电池续航明显变短，和广告里说的完全不一样，有点失望。',
    '给父母买的，按键大、字也大，他们用起来比以前那部手机顺手多了。',
  ],
} as const;

/** Texts of one to six sentences, the same for the same seed. */
function texts(sentences: readonly string[], rows: number): string[] {
  const order = permutation(rows * 6, 7);
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: 1 + (order[row]! % 6) }, (_, n) => sentences[order[row * 6 + n]! % sentences.length]).join(' '),
  );
}

const recipe: Recipe = {
  question: {
    ...DEFAULT_RECIPE.question,
    instructions: 'Say what the text praises and what it blames.',
    model: 'gpt-5.4-mini',
    thinking: 'none',
    columns: { id: 'id', texts: ['text'] },
  },
  sending: DEFAULT_RECIPE.sending,
};

describe('the estimate against the whole prepared job, counted request by request', () => {
  it.each(['English', 'German', 'Chinese'] as const)('is within 5 % for a table in %s', async (language) => {
    const rows = texts(SENTENCES[language], 3000);
    const count = await loadTokenCounter();
    const write = rowWriter(['text']);
    const written = rows.map((text, row) => write(`row-${row}`, [text]));
    const sample = [...sampleForEstimate(rows.length, 1)].map((row) => ({
      tokens: count(JSON.parse(`"${written[row]}"`)),
      characters: rows[row]!.length,
    }));
    expect(sample.length).toBeLessThan(rows.length / 5);
    const measure = {
      rows: rows.length,
      sample,
      totalCharacters: rows.reduce((sum, text) => sum + text.length, 0),
      longestRowCharacters: Math.max(...rows.map((text) => text.length)),
    };
    const { chosen } = await estimateRecipe(recipe, measure, { counted: [], trial: null });

    const frame = codecOf('openai').frame({
      question: recipe.question,
      prompt: fullPrompt(recipe.question),
      lineUrl: '/v1/chat/completions',
    });
    let exact = 0;
    for (let at = 0; at < written.length; at += 5) {
      const request = packRequest(frame, `job-0-${at}`, written.slice(at, at + 5));
      exact += requestTexts(request).reduce((sum, text) => sum + count(text), 0);
    }
    // What the protocol adds to each request is nowhere published; the estimate's own figures stand for it.
    for (const end of ['low', 'high'] as const) {
      const ratio = chosen.inputTokens[end] / (exact + chosen.requests * FRAME_TOKENS[end]);
      expect(ratio).toBeGreaterThan(0.95);
      expect(ratio).toBeLessThan(1.05);
    }
  });
});
