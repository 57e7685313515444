'use client';
import { checkNow, dropRound, prepareAgain, sendOn, stopWatching, watchAgain } from '#lib/jobs/commands';
import type { JobStatus } from '#lib/core/job-status';
import { Button } from '../../_ui/button.tsx';
import {
  AgainIcon,
  BundleIcon,
  CancelIcon,
  CheckNowIcon,
  DeleteIcon,
  DownloadIcon,
  MoreIcon,
  PlusIcon,
  SendIcon,
  ShareIcon,
  StopWatchingIcon,
  WatchIcon,
  type Icon,
} from '../../_ui/icons.ts';
import { IconButton } from '../../_ui/icon-button.tsx';
import { Menu, type MenuItem } from '../../_ui/menu.tsx';
import { DownloadMenu } from './download-menu.tsx';
import type { JobDialog } from './job-header.tsx';
import { hasResults } from './job-words.ts';
import type { Action } from './use-action.ts';
import type { DownloadKind } from './download-tasks.ts';
import type { JobView } from './use-job.ts';

export interface HeaderActionsProps {
  view: JobView;
  action: Action;
  onAsk: (dialog: JobDialog) => void;
  onDownload: (kind: DownloadKind) => void;
}

interface Primary {
  label: string;
  icon: Icon;
  act: () => void;
}

function primaryOf(primary: JobStatus['primary'], { view, action, onAsk }: HeaderActionsProps): Primary | null {
  const { id } = view.job;
  const run = (work: (id: string) => Promise<unknown>) => () => void action.run(() => work(id));
  switch (primary) {
    case 'submit':
      return { label: 'Submit', icon: SendIcon, act: () => onAsk('submit') };
    case 'send-on':
      return { label: 'Go on sending', icon: SendIcon, act: run(sendOn) };
    case 'check-now':
      return { label: 'Check now', icon: CheckNowIcon, act: run(checkNow) };
    case 'watch':
      return { label: 'Watch again', icon: WatchIcon, act: run(watchAgain) };
    case 'send-remaining':
      return { label: 'Send remaining rows again', icon: AgainIcon, act: () => onAsk('round') };
    case 'prepare':
      return { label: 'Prepare again', icon: AgainIcon, act: run(prepareAgain) };
    case null:
      return null;
  }
}

/** A round that was begun and of which nothing was sent can be taken back, unless it is the first. */
function canTakeBack({ job, round, status }: JobView): boolean {
  return Boolean(round && round.number > 1) && !job.wishes.submit && status.stage !== 'preparing';
}

function secondaryOf({ view, action, onAsk, onDownload }: HeaderActionsProps): MenuItem[] {
  const { job, status } = view;
  const run = (work: (id: string) => Promise<unknown>) => () => void action.run(() => work(job.id));
  // A further round is for whoever sends the job, with its own table and question.
  const isWhole = status.stage === 'finished' && job.role !== 'watch' && !job.lacks;
  const items: (MenuItem | false)[] = [
    canTakeBack(view) && { label: 'Take back this round', icon: CancelIcon, onSelect: run(dropRound) },
    (status.stage === 'paused' || status.stage === 'held') && { label: 'Check now', icon: CheckNowIcon, onSelect: run(checkNow) },
    status.canStopWatching && { label: 'Stop watching', icon: StopWatchingIcon, onSelect: run(stopWatching) },
    isWhole && status.resendable === 0 && job.counts.ok > 0 && { label: 'Ask rows again', icon: AgainIcon, onSelect: () => onAsk('round') },
    isWhole && { label: 'Add a longer table', icon: PlusIcon, onSelect: () => onAsk('grow') },
    status.canCancel && { label: 'Cancel job', icon: CancelIcon, onSelect: () => onAsk('cancel') },
    status.stage !== 'preparing' && { label: 'Share', icon: ShareIcon, onSelect: () => onAsk('share') },
    status.stage !== 'preparing' && { label: 'Download bundle', icon: BundleIcon, onSelect: () => onDownload('bundle') },
    { label: 'Delete job', icon: DeleteIcon, danger: true, onSelect: () => onAsk('delete') },
  ];
  return items.filter((item) => item !== false);
}

/** The one action that fits, then the rest; where it is narrow the rest is in a menu under the same names. */
export function HeaderActions(props: HeaderActionsProps) {
  const { view, action, onDownload } = props;
  const primary = primaryOf(view.status.primary, props);
  const secondary = secondaryOf(props);
  return (
    <>
      {primary && (
        <Button variant="primary" icon={primary.icon} busy={action.busy} onClick={primary.act}>
          {primary.label}
        </Button>
      )}
      {hasResults(view.job.counts) && <DownloadMenu onDownload={onDownload} icon={DownloadIcon} />}
      <div className="hidden flex-wrap gap-2 lg:flex">
        {secondary.map((item) => (
          <Button key={item.label} icon={item.icon} className={item.danger ? 'text-error' : undefined} onClick={item.onSelect}>
            {item.label}
          </Button>
        ))}
      </div>
      <div className="lg:hidden">
        <Menu label="More actions" items={secondary} trigger={<IconButton icon={MoreIcon} label="More actions" className="border" />} />
      </div>
    </>
  );
}
