import type { Metadata } from 'next';
import './globals.css';

export const metadata: Metadata = { title: 'Rowmill', description: 'From a table of texts to a table of facts.' };

export default function Layout({ children }: { children: React.ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
