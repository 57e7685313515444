'use client';
import { roomWarning } from '#lib/core/room';
import { Callout } from '../../_ui/callout.tsx';
import { Checkbox } from '../../_ui/checkbox.tsx';
import type { Room } from './use-room.ts';

interface RoomLeaveProps {
  room: Room;
  isGiven: boolean;
  onChange: (isGiven: boolean) => void;
  /** The job was to be prepared without it. */
  isMissing: boolean;
}

/** A job that may not fit is prepared only with the person's word; nothing where it fits. */
export function RoomLeave({ room, isGiven, onChange, isMissing }: RoomLeaveProps) {
  const warning = roomWarning(room.need, room.freeBytes);
  if (!warning) return null;
  return (
    <Callout tone={isMissing ? 'error' : 'warn'} {...warning}>
      <div data-field="room" className="pt-1">
        <Checkbox
          label="Prepare it all the same"
          hint={isMissing ? 'Tick this first, or make room.' : 'The figure is the browser’s own and may be cautious.'}
          checked={isGiven}
          onChange={onChange}
        />
      </div>
    </Callout>
  );
}
