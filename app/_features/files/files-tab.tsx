'use client';
import { useMemo } from 'react';
import { bytesWords, plural } from '#lib/core/measures';
import { classes } from '../../_ui/classes.ts';
import { Callout } from '../../_ui/callout.tsx';
import { EmptyState } from '../../_ui/empty-state.tsx';
import { DownloadIcon, FileIcon, FolderIcon } from '../../_ui/icons.ts';
import { IconButton } from '../../_ui/icon-button.tsx';
import { Skeleton } from '../../_ui/skeleton.tsx';
import { useAction } from '../job/use-action.ts';
import { useQueryValue } from '../job/use-address.ts';
import type { FileNode, FolderNode } from './file-tree.ts';
import { FileViewer } from './file-viewer.tsx';
import { useFiles, useSaveFile } from './use-files.ts';

/** The job directory as it would stand on a disk, and a look into each file. */
export function FilesTab({ jobId }: { jobId: string }) {
  const directory = useFiles(jobId);
  const [named, choose] = useQueryValue('file');
  const save = useSaveFile(jobId);
  const action = useAction();
  const chosen = useMemo(() => directory?.files.find((file) => file.path === named), [directory, named]);
  if (!directory) return <Skeleton lines={5} label="Reading the files" />;
  if (directory.files.length === 0) {
    return <EmptyState title="No files yet">The files that are sent are written when the job is prepared.</EmptyState>;
  }
  const download = (path: string) => void action.run(() => save(path));
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 lg:grid-cols-[22rem_minmax(0,1fr)]">
      <div className="min-w-0">
        <p className="mb-2 text-sm text-muted">
          {plural(directory.files.length, 'file')}, {bytesWords(directory.tree.bytes)}
        </p>
        <ul aria-label="Job directory" className="rounded-lg border bg-surface py-1.5">
          <Folder node={directory.tree} depth={0} chosen={chosen?.path} onChoose={choose} onDownload={download} />
        </ul>
        {action.trouble && <Callout tone="error" className="mt-3" {...action.trouble} />}
      </div>
      {chosen ? (
        <FileViewer key={`${chosen.path} ${chosen.blobKey}`} jobId={jobId} path={chosen.path} onDownload={download} />
      ) : (
        <EmptyState title={named ? 'There is no such file in this job' : 'Choose a file to look into it'} />
      )}
    </div>
  );
}

interface NodeProps {
  depth: number;
  chosen: string | undefined;
  onChoose: (path: string) => void;
  onDownload: (path: string) => void;
}

const INDENT = ['pl-3', 'pl-7', 'pl-11', 'pl-15'];
const indentOf = (depth: number) => INDENT[Math.min(depth, INDENT.length - 1)];

function Folder({ node, ...rest }: NodeProps & { node: FolderNode }) {
  return (
    <li>
      <div className={classes('flex items-center gap-2 py-1 pr-3', indentOf(rest.depth))}>
        <FolderIcon size={15} className="shrink-0 text-muted" />
        <span className="min-w-0 flex-1 truncate font-medium">{node.name}</span>
        <span className="text-sm text-muted">{bytesWords(node.bytes)}</span>
      </div>
      <ul>
        {node.children.map((child) =>
          child.kind === 'folder' ? (
            <Folder key={child.path} node={child} {...rest} depth={rest.depth + 1} />
          ) : (
            <File key={child.path} node={child} {...rest} depth={rest.depth + 1} />
          ),
        )}
      </ul>
    </li>
  );
}

function File({ node, depth, chosen, onChoose, onDownload }: NodeProps & { node: FileNode }) {
  const isChosen = node.path === chosen;
  return (
    <li className={classes('flex items-center pr-1', isChosen && 'bg-accent-soft')}>
      <button
        type="button"
        aria-current={isChosen || undefined}
        onClick={() => onChoose(node.path)}
        className={classes(
          'flex min-w-0 flex-1 items-center gap-2 py-1 pr-2 text-left -outline-offset-2 hover:text-accent',
          indentOf(depth),
        )}
      >
        <FileIcon size={15} className="shrink-0 text-muted" />
        <span className="min-w-0 flex-1 truncate" title={node.path}>
          {node.name}
        </span>
        <span className="text-sm text-muted">{bytesWords(node.bytes)}</span>
      </button>
      <IconButton size="sm" icon={DownloadIcon} label={`Download ${node.name}`} onClick={() => onDownload(node.path)} />
    </li>
  );
}
