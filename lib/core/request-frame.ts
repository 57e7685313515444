/**
 * The constant bytes around each request of a part, serialised once. A request is
 * `beforeId` + custom id + `afterId` + rows + `end`, and a part's file is
 * `open` + requests joined by `separator` + `close`. The rows stand inside a JSON string,
 * so each is its JSON text escaped once more (see `row-bytes.ts`).
 */
export interface RequestFrame {
  open: string;
  separator: string;
  close: string;
  beforeId: string;
  afterId: string;
  end: string;
}
