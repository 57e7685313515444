import { writeExport } from '#lib/jobs/export';
import type { ExportApi } from './export.api.ts';
import { serve } from './serve.ts';

serve({ write: writeExport } satisfies ExportApi);
