import type { Metadata } from 'next';
import { RemoteScreen } from '../_features/remote/remote-screen.tsx';

export const metadata: Metadata = { title: 'At the provider' };

export default function AtProviderPage() {
  return <RemoteScreen />;
}
