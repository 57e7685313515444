import { Button } from './_ui/button.tsx';
import { EmptyState } from './_ui/empty-state.tsx';
import { PageHeader } from './_ui/page-header.tsx';

export default function NotFound() {
  return (
    <>
      <title>Not found · Rowmill</title>
      <PageHeader title="There is no such page" />
      <EmptyState
        title="The address leads nowhere"
        actions={
          <Button href="/" variant="primary">
            All jobs
          </Button>
        }
      >
        Nothing of yours is lost: jobs and tables are kept in this browser and stand under Jobs.
      </EmptyState>
    </>
  );
}
