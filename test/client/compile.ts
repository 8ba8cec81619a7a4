import { resolve } from 'node:path';
import ts from 'typescript';

const { config } = ts.readConfigFile('tsconfig.json', (name) => ts.sys.readFile(name));
/** As the project is compiled. */
export const { options: own } = ts.parseJsonConfigFileContent(config, ts.sys, '.');

export interface Fault {
  file: string;
  line: number;
  text: string;
}

/** What the compiler says of files, by path; those with a text need not be there. */
export function compile(files: Record<string, string | undefined>, options: ts.CompilerOptions = own): Fault[] {
  const texts = new Map(Object.entries(files).map(([path, text]) => [resolve(path), text]));
  const host = ts.createCompilerHost(options);
  host.readFile = (name) => texts.get(resolve(name)) ?? ts.sys.readFile(name);
  host.fileExists = (name) => texts.has(resolve(name)) || ts.sys.fileExists(name);
  const program = ts.createProgram([...texts.keys()], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, start, code, messageText }) => ({
    file: file?.fileName ?? 'the options',
    line: file ? file.getLineAndCharacterOfPosition(start!).line : 0,
    text: `${code} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
  }));
}
