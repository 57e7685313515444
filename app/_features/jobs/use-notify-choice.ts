import { useSyncExternalStore } from 'react';

/** Whether notices are shown in this browser. `denied`: the browser's settings forbid them. */
export type NotifyChoice = 'unsupported' | 'denied' | 'off' | 'on';

/** Kept for the browser, not with a job: permission is the browser's too. */
const KEY = 'rowmill-notify';
const CHANGED = 'rowmill-notify-changed';

export function notifyChoice(): NotifyChoice {
  if (!('Notification' in window)) return 'unsupported';
  if (Notification.permission === 'denied') return 'denied';
  try {
    return Notification.permission === 'granted' && localStorage.getItem(KEY) === 'on' ? 'on' : 'off';
  } catch {
    return 'off';
  }
}

function subscribe(changed: () => void): () => void {
  window.addEventListener(CHANGED, changed);
  window.addEventListener('storage', changed);
  return () => {
    window.removeEventListener(CHANGED, changed);
    window.removeEventListener('storage', changed);
  };
}

/** Asks the browser for leave where it is wanted and not given yet. */
async function choose(isOn: boolean): Promise<void> {
  if (isOn && Notification.permission === 'default') await Notification.requestPermission();
  try {
    if (isOn) localStorage.setItem(KEY, 'on');
    else localStorage.removeItem(KEY);
  } catch {
    // Storage is blocked: nothing is told.
  }
  window.dispatchEvent(new Event(CHANGED));
}

export function useNotifyChoice(): { choice: NotifyChoice; choose: (isOn: boolean) => void } {
  const choice = useSyncExternalStore(subscribe, notifyChoice, () => 'unsupported' as const);
  return { choice, choose: (isOn) => void choose(isOn) };
}
