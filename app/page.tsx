import { JobsScreen } from './_features/jobs/jobs-screen.tsx';

export default function JobsPage() {
  return <JobsScreen />;
}
