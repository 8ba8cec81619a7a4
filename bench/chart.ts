import type { WorkSummary } from './summary.js';
import { type ServerName } from './servers.js';
import { works } from './works.js';

const [WIDTH, LEFT, BAR, GAP, TOP] = [760, 200, 15, 14, 64];
const SCALE = 420;
const shown: ServerName[] = ['bare', 'homeroom', 'usual'];
const titles: Record<ServerName, string> = { bare: 'bare', homeroom: 'Homeroom', usual: 'usual' };

/** Requests a second of each work, with the bare server's as the whole width. */
export function drawChart(summaries: WorkSummary[]): string {
  const group = shown.length * BAR + GAP;
  const height = TOP + summaries.length * group + 8;
  const groups = summaries.map((summary, index) => drawWork(summary, TOP + index * group));
  const legend = shown.map(
    (name, index) =>
      `<rect class="${name}" x="${LEFT + index * 110}" y="34" width="12" height="12"/><text x="${LEFT + 18 + index * 110}" y="44">${titles[name]}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title">
<title id="title">Requests a second of the bare server, Homeroom and the usual server, for each work</title>
<style>
text { font: 13px system-ui, sans-serif; fill: #1f2328 } .title { font-weight: 600 } .value { font-size: 12px }
.bare { fill: #9aa4af } .homeroom { fill: #0969da } .usual { fill: #d4a72c }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .bare { fill: #6e7681 } .homeroom { fill: #4493f8 } .usual { fill: #bb8009 } }
</style>
<text class="title" x="${LEFT}" y="20">Requests a second, as a share of the bare server's</text>
${legend.join('\n')}
${groups.join('\n')}
</svg>
`;
}

function drawWork({ work, servers }: WorkSummary, top: number): string {
  const full = Math.max(...Object.values(servers).map(({ requestsPerSecond }) => requestsPerSecond.median));
  const bars = shown.map((name, index) => {
    const rate = servers[name]?.requestsPerSecond.median;
    if (!rate) return '';
    const width = Math.max(1, Math.round((rate / full) * SCALE));
    const y = top + index * BAR;
    return `<rect class="${name}" x="${LEFT}" y="${y}" width="${width}" height="${BAR - 2}"/><text class="value" x="${LEFT + width + 6}" y="${y + 11}">${Math.round(rate).toLocaleString('en')}</text>`;
  });
  return `<text x="${LEFT - 10}" y="${top + 26}" text-anchor="end">${work} ${works[work].title}</text>\n${bars.join('\n')}`;
}
