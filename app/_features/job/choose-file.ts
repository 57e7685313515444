/** Where a download goes: a file the person chose, the browser's own downloads, or nowhere. */
export type Place = { kind: 'file'; file: FileSystemFileHandle } | { kind: 'downloads' } | { kind: 'cancelled' };

type SavePicker = (options: { suggestedName: string }) => Promise<FileSystemFileHandle>;

/**
 * Asks for a file to write into, where the browser can do that; must be called straight from a click. Other browsers, and pages
 * that are not allowed to ask, take the browser's own downloads.
 */
export async function chooseFile(suggestedName: string): Promise<Place> {
  const ask = (window as { showSaveFilePicker?: SavePicker }).showSaveFilePicker;
  if (!ask) return { kind: 'downloads' };
  try {
    return { kind: 'file', file: await ask.call(window, { suggestedName }) };
  } catch (error) {
    return { kind: error instanceof DOMException && error.name === 'AbortError' ? 'cancelled' : 'downloads' };
  }
}

const REMOVE_TRIES = 20;
const REMOVE_EVERY_MS = 100;

/** Removes the empty file that choosing made. A writer that was just ended may hold it for a moment. */
export async function removeChosen(file: FileSystemFileHandle & { remove?: () => Promise<void> }): Promise<void> {
  for (let n = 0; n < REMOVE_TRIES && file.remove; n++) {
    try {
      return await file.remove();
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'NoModificationAllowedError') return;
      await new Promise((resolve) => setTimeout(resolve, REMOVE_EVERY_MS));
    }
  }
}
