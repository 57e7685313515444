'use client';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { useRefusal } from './keep-promise.ts';

/** Said once: the browser does not promise to keep what is stored. */
export function KeepNote() {
  const { isNews, setTold } = useRefusal();
  if (!isNews) return null;
  return (
    <Callout
      what="This job is only in this browser, which does not promise to keep it"
      meaning="When the disk runs full, the browser may clear what is stored here."
      todo="Save a bundle now and then (“Download bundle”), at the latest once the answers are here."
      actions={
        <Button size="sm" onClick={setTold}>
          Understood
        </Button>
      }
    />
  );
}
