import { rebuildFromTable } from '#lib/jobs/rebuild';
import { linkJob, linkRecipe, noteShared } from '#lib/jobs/share';
import { takeInLinked } from '#lib/jobs/share-take-in';
import { takeRounds } from '#lib/jobs/share-rounds';
import { serve } from './serve.ts';
import type { ShareApi } from './share.api.ts';

serve({ linkJob, noteShared, linkRecipe, takeIn: takeInLinked, takeRounds, addTable: rebuildFromTable } satisfies ShareApi);
