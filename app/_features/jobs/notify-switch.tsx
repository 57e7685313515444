'use client';
import { Switch } from '../../_ui/switch.tsx';
import { useNotifyChoice } from './use-notify-choice.ts';

/** Asks for notices of this browser; nothing where it has none. */
export function NotifySwitch() {
  const { choice, choose } = useNotifyChoice();
  if (choice === 'unsupported') return null;
  return (
    <Switch
      label="Tell me when it is finished"
      hint={
        choice === 'denied'
          ? 'This browser forbids notices from here; its settings beside the address allow them.'
          : 'A notice of this browser while a Rowmill tab is open somewhere.'
      }
      checked={choice === 'on'}
      disabled={choice === 'denied'}
      onChange={choose}
    />
  );
}
