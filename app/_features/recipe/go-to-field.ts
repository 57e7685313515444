import type { JobField } from '#lib/core/new-job-missing';

/** Brings a field of the page into view, unfolding what hides it, and puts the caret into it. */
export function goToField(field: JobField | 'room'): void {
  const box = document.querySelector(`[data-field="${field}"]`);
  const folded = box?.closest('details');
  if (folded) folded.open = true;
  const control = box?.querySelector<HTMLElement>('input:not([hidden]), select, textarea, button');
  control?.focus({ preventScroll: true });
  box?.scrollIntoView({ block: 'center' });
}
