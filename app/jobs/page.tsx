import type { Metadata } from 'next';
import { JobPage } from '../_features/job/job-page.tsx';

export const metadata: Metadata = { title: 'Job' };

export default function Page() {
  return <JobPage />;
}
