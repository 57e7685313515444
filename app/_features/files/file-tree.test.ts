import { describe, expect, it } from 'vitest';
import { fileTree, type FileNode, type FolderNode } from './file-tree.ts';

const lines = (node: FileNode | FolderNode, depth = 0): string[] => [
  `${'  '.repeat(depth)}${node.name} ${node.bytes}`,
  ...(node.kind === 'folder' ? node.children.flatMap((child) => lines(child, depth + 1)) : []),
];

describe('file tree', () => {
  it('sorts folders first and numbers as numbers, and sums sizes', () => {
    const files = ['job.json', 'batch_input/batch_10.jsonl', 'batch_input/batch_2.jsonl', 'results/rows.csv'].map((path, at) => ({
      path,
      bytes: 10 ** at,
    }));
    expect(lines(fileTree('reviews', files))).toEqual([
      'reviews 1111',
      '  batch_input 110',
      '    batch_2.jsonl 100',
      '    batch_10.jsonl 10',
      '  results 1000',
      '    rows.csv 1000',
      '  job.json 1',
    ]);
  });

  it('is empty without files', () => {
    expect(fileTree('reviews', [])).toMatchObject({ bytes: 0, children: [] });
  });
});
