import type { Metadata } from 'next';
import { OpenScreen } from '../_features/share/open-screen.tsx';

export const metadata: Metadata = { title: 'Open a link' };

export default function OpenPage() {
  return <OpenScreen />;
}
