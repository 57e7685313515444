'use client';
import { useEffect, useState } from 'react';
import type { Agreement } from '#lib/workers/results.api';
import { compareWorker } from '#lib/workers/results.client';

export type AgreementState = { phase: 'working' } | { phase: 'ready'; agreement: Agreement | null } | { phase: 'failed'; details: string };

const WORKING: AgreementState = { phase: 'working' };

/** How often two jobs agree; counted anew when `version` changes, which stands for the state of both. */
export function useAgreement(jobId: string, otherJobId: string, version: string): AgreementState {
  const [known, setKnown] = useState<{ key: string; state: AgreementState }>({ key: '', state: WORKING });
  const key = `${jobId} ${otherJobId} ${version}`;
  useEffect(() => {
    const control = new AbortController();
    const settle = (state: AgreementState) => {
      if (!control.signal.aborted) setKnown({ key, state });
    };
    compareWorker
      .run((remote) => remote.agreement(jobId, otherJobId), control.signal)
      .then(
        (agreement) => settle({ phase: 'ready', agreement }),
        (error: unknown) => settle({ phase: 'failed', details: String(error) }),
      );
    return () => control.abort();
  }, [jobId, otherJobId, key]);
  return known.key === key ? known.state : WORKING;
}
