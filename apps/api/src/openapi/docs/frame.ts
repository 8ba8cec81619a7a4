interface Frame {
  title: string;
  /** Its own address. */
  here: keyof typeof pages;
  /** Addresses on this server. */
  styles: string[];
  scripts: string[];
  header: string;
  main: string;
}

/** The name that the pages show. */
export const NAME = 'Homeroom API';

const pages = { '/docs': 'Documentation', '/policy': 'Policy' };

/** What every page for people is: everything in it comes from this server, and nothing of it is inline. */
export const frame = ({ title, here, styles, scripts, header, main }: Frame) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${title}</title>
    <link rel="icon" href="data:,">
    ${['/docs/theme.css', ...styles].map((href) => `<link rel="stylesheet" href="${href}">`).join('\n    ')}
    ${scripts.map((src) => `<script src="${src}" defer></script>`).join('\n    ')}
  </head>
  <body>
    <a class="skip" href="#main">Skip to the content</a>
    <header>
      <p class="name">${NAME}</p>
      <nav aria-label="Pages">${Object.entries(pages)
        .map(([path, name]) => `<a href="${path}"${path === here ? ' aria-current="page"' : ''}>${name}</a>`)
        .join(' ')}</nav>
      ${header}
    </header>
    ${main}
  </body>
</html>
`;

/** The narrowest Content-Security-Policy under which it works, with what a page needs besides. */
export const contentSecurityPolicy = (...more: string[]) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    'img-src data:',
    ...more,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
