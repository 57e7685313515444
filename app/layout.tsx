import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { Frame } from './_features/shell/frame.tsx';
import { UiProvider } from './_ui/ui-provider.tsx';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Rowmill', template: '%s · Rowmill' },
  description: 'From a table of texts to a table of facts, through the batch APIs, in the browser.',
  icons: { icon: '/favicon.svg' },
  referrer: 'no-referrer',
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#191d24' },
  ],
};

export default function Layout({ children }: { children: ReactNode }) {
  return (
    // theme.js may have put a theme on the element before React looks at it.
    <html lang="en" suppressHydrationWarning>
      <head>
        <script src="/theme.js" />
      </head>
      <body>
        <UiProvider>
          <div className="isolate flex min-h-dvh flex-col">
            <Frame />
            <main id="main" tabIndex={-1} className="mx-auto w-full max-w-[96rem] flex-1 px-4 py-5 outline-none sm:px-6">
              {children}
            </main>
          </div>
        </UiProvider>
      </body>
    </html>
  );
}
