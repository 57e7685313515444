import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';

/** What comes after a finished sample job. */
export function SampleNextStep() {
  return (
    <Callout
      tone="ok"
      what="Practice answers."
      meaning="The sandbox makes them up from the schema; no model has read these texts."
      actions={
        <Button href="/new" variant="primary" size="sm">
          Now your own table →
        </Button>
      }
    />
  );
}
