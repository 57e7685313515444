'use client';
import { Button } from '../../_ui/button.tsx';
import { DownIcon, type Icon } from '../../_ui/icons.ts';
import { Menu } from '../../_ui/menu.tsx';
import type { DownloadKind } from './download-tasks.ts';

/** The result table in the forms it can be saved in. */
export function DownloadMenu({ onDownload, icon }: { onDownload: (kind: DownloadKind) => void; icon: Icon }) {
  return (
    <Menu
      label="Download results"
      trigger={
        <Button icon={icon} iconAfter={DownIcon}>
          Download results
        </Button>
      }
      items={[
        {
          label: 'CSV for spreadsheets',
          hint: 'Text that looks like a formula is made harmless',
          onSelect: () => onDownload('csv-guarded'),
        },
        { label: 'CSV, exact', hint: 'Every value as it came; for programs', onSelect: () => onDownload('csv-exact') },
        { label: 'JSONL', hint: 'One JSON object for each row; for programs', onSelect: () => onDownload('jsonl') },
      ]}
    />
  );
}
