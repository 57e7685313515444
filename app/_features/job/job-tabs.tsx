'use client';
import { Tabs } from '../../_ui/tabs.tsx';
import { FilesTab } from '../files/files-tab.tsx';
import { ResultsTab } from '../results/results-tab.tsx';
import { ActivityTab } from './activity-tab.tsx';
import { RecipeTab } from './recipe-tab.tsx';
import { useQueryValue } from './use-address.ts';
import type { JobView } from './use-job.ts';

const TABS = ['results', 'files', 'recipe', 'activity'] as const;
type Tab = (typeof TABS)[number];

/** Which tab shows stands in the address. */
export function JobTabs({ view }: { view: JobView }) {
  const [named, choose] = useQueryValue('tab');
  const tab = TABS.find((known) => known === named) ?? 'results';
  return (
    <Tabs<Tab>
      label="Views of the job"
      value={tab}
      onChange={(next) => choose(next === 'results' ? null : next)}
      items={[
        { value: 'results', label: 'Results', panel: <ResultsTab job={view.job} beside={view.beside} stage={view.status.stage} /> },
        { value: 'files', label: 'Files', panel: <FilesTab jobId={view.job.id} /> },
        { value: 'recipe', label: 'Recipe', panel: <RecipeTab job={view.job} attempts={view.attempts} /> },
        { value: 'activity', label: 'Activity', panel: <ActivityTab jobId={view.job.id} /> },
      ]}
    />
  );
}
