import { isJsonObject } from '#lib/core/json';
import { describeModels, type DescribedModel, type ListedModel as RawModel } from '#lib/core/models/describe-models';
import type { ProviderName } from '#lib/core/recipe';
import type { ListedModel } from '#lib/providers/provider';

export interface ModelList {
  /** Those that answer chat requests in batches, as far as can be told: known ones first, by price. */
  usable: DescribedModel[];
  /** Names of the others. */
  others: string[];
}

const asRaw = ({ id, raw }: ListedModel): RawModel => ({ ...(isJsonObject(raw) ? raw : {}), id });

/** A provider's list parted into what can be asked here and what cannot. */
export function modelList(provider: ProviderName, listed: readonly ListedModel[], now: number): ModelList {
  const usable = describeModels(provider, listed.map(asRaw), now);
  const isUsable = new Set(usable.map(({ id }) => id));
  return {
    usable,
    others: listed
      .map(({ id }) => id)
      .filter((id) => !isUsable.has(id))
      .sort(),
  };
}
