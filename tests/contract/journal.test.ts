/** What the processes of a run tell one another is read once by each of them: a thousand resources ask several times each. */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os, { tmpdir } from "node:os";
import { join } from "node:path";

import { shareNotes, tellDeclared } from "../../provider/journal";

const home = fs.mkdtempSync(join(tmpdir(), "journal-"));
const address = { engine: "127.0.0.1:4711", home };
const folder = join(home, "certcentral", "runs");

afterEach(() => {
  jest.restoreAllMocks();
  fs.rmSync(join(home, "certcentral"), { recursive: true, force: true });
});

const noteFor = (at: number) => ({ kind: "issued", urn: `urn:pulumi:dev::shop::n${at}` }) as const;

test("two processes read each line once, and open nothing where nothing is new", () => {
  const opened = jest.spyOn(fs, "openSync");
  const read = jest.spyOn(fs, "readSync");
  const [one, other] = [shareNotes(address), shareNotes(address)];
  for (let at = 0; at < 100; at++) {
    one.add(noteFor(at));
    for (let asked = 0; asked < 3; asked++) {
      expect(one.all()).toHaveLength(at + 1);
      expect(other.all()).toHaveLength(at + 1);
    }
  }
  expect(one.all()).toEqual(other.all());
  const [file = ""] = fs.readdirSync(folder);
  const { size } = fs.statSync(join(folder, file));
  const bytes = read.mock.results.reduce((sum, { value }) => sum + Number(value), 0);
  expect(bytes).toBe(2 * size);
  // Each signs, and looks once for who began the run; the first signature finds no folder.
  expect(opened.mock.calls.length).toBeLessThanOrEqual(3 * 100 + 5);
});

test("a line that is no note is passed over; what is begun anew is another run's", () => {
  const notes = shareNotes(address);
  notes.add(noteFor(1));
  const [file = ""] = fs.readdirSync(folder);
  fs.appendFileSync(join(folder, file), '{"kind":3}\nnot JSON\n');
  notes.add(noteFor(2));
  expect(notes.all()).toEqual([noteFor(1), noteFor(2)]);
  fs.writeFileSync(join(folder, file), `${JSON.stringify(noteFor(3))}\n`);
  expect(notes.all()).toEqual([noteFor(3)]);
});

test("a line that is half written, be it within a character, is read once it is whole", () => {
  const notes = shareNotes(address);
  const [file = ""] = fs.readdirSync(folder);
  const note = { kind: "issued", urn: "urn:pulumi:dev::shop::büro" } as const;
  const line = Buffer.from(`${JSON.stringify(note)}\n`);
  const half = line.indexOf("ü") + 1;
  for (const part of [line.subarray(0, half), line.subarray(half)]) {
    expect(notes.all()).toEqual([]);
    fs.appendFileSync(join(folder, file), part);
  }
  notes.add(noteFor(2));
  expect(notes.all()).toEqual([note, noteFor(2)]);
});

test("of engines that are gone, what is older than a day is swept; a home may be several machines'", async () => {
  const gone = { ...address, engine: "127.0.0.1:1" };
  const far = shareNotes(gone);
  far.add(noteFor(1));
  const [file = ""] = fs.readdirSync(folder);
  const old = join(folder, file.replace(/-.*/, "-declared.jsonl"));
  const remove = fs.rmSync;
  const sweep = (): Promise<unknown> => {
    fs.writeFileSync(old, "{}\n");
    fs.utimesSync(old, 0, 0);
    return new Promise((resolve) => {
      jest.spyOn(fs, "rmSync").mockImplementation((path, options) => {
        remove(path, options);
        resolve(path);
      });
      shareNotes(address);
    });
  };
  expect(await sweep()).toBe(old);
  // By the end of a second sweep the first has seen everything.
  expect(await sweep()).toBe(old);
  expect(fs.readdirSync(folder)).toContain(file);
  expect(far.all()).toEqual([noteFor(1)]);
});

describe("an engine's address is used again", () => {
  const inHome = { PULUMI_HOME: home };
  const { urn } = noteFor(1);
  const kept = { urn, isRegistered: true, onDelete: "keep" };
  const declared = (notes: ReturnType<typeof shareNotes>) => [...notes.declared().values()];

  /** Another program and its provider, in a process that has ended. */
  function playEarlierRun(): void {
    const journal = join(__dirname, "..", "..", "dist", "provider", "journal.js");
    const program = `
      const { shareNotes, tellDeclared } = require(${JSON.stringify(journal)});
      const tell = tellDeclared(${JSON.stringify(address.engine)}, ${JSON.stringify(inHome)});
      tell(${JSON.stringify({ urn, isRegistered: false })});
      const notes = shareNotes(${JSON.stringify(address)});
      notes.add(${JSON.stringify(noteFor(1))});
      tell(${JSON.stringify(kept)});
      console.log(JSON.stringify([notes.all(), [...notes.declared().values()]]));`;
    const said = execFileSync(process.execPath, ["-e", program], { encoding: "utf8" });
    expect(JSON.parse(said)).toEqual([[noteFor(1)], [kept]]);
  }

  test("what an earlier run noted is not this one's, what another process of it notes is", () => {
    playEarlierRun();
    const [one, other] = [shareNotes(address), shareNotes(address)];
    expect([one.all(), other.all()]).toEqual([[], []]);
    one.add(noteFor(2));
    expect([one.all(), other.all()]).toEqual([[noteFor(2)], [noteFor(2)]]);
    expect(shareNotes(address).all()).toEqual([noteFor(2)]);
  });

  test("by a run that declares nothing: what was declared before is not its own", () => {
    playEarlierRun();
    const notes = shareNotes(address);
    expect(declared(notes)).toEqual([]);
    notes.add(noteFor(2));
    expect(declared(notes)).toEqual([]);
  });

  test.each([true, false])(
    "by a run that declares the same; its provider is first: %s",
    (isFirst) => {
      playEarlierRun();
      const early = isFirst ? shareNotes(address) : undefined;
      early?.add(noteFor(2));
      expect(early?.declared().size ?? 0).toBe(0);
      const tell = tellDeclared(address.engine, inHome);
      tell({ urn, isRegistered: false });
      const notes = early ?? shareNotes(address);
      expect(declared(notes)).toEqual([{ urn, isRegistered: false }]);
      notes.add(noteFor(3));
      tell({ urn, isRegistered: true });
      for (const one of [notes, shareNotes(address)]) {
        expect(declared(one)).toEqual([{ urn, isRegistered: true }]);
      }
    },
  );
});

test("a home that several machines share: what a run of the other one notes is not this one's, be its address the same", () => {
  const own = shareNotes(address);
  jest.spyOn(os, "hostname").mockReturnValue("another-machine");
  const others = shareNotes(address);
  others.add(noteFor(1));
  expect([own.all(), others.all()]).toEqual([[], [noteFor(1)]]);
});

test("what is noted is for its owner's eyes alone", () => {
  shareNotes(address).add(noteFor(1));
  const [file = ""] = fs.readdirSync(folder);
  const modes = [folder, join(folder, file)].map((path) => fs.statSync(path).mode & 0o777);
  expect(modes).toEqual([0o700, 0o600]);
});

describe("what a program declares", () => {
  const { urn } = noteFor(1);

  test("in a process that has another home than its engine, as an inline program has, is known", () => {
    const another = fs.mkdtempSync(join(tmpdir(), "home-"));
    jest.spyOn(os, "homedir").mockReturnValue(another);
    tellDeclared(address.engine, {})({ urn, isRegistered: false });
    expect(shareNotes(address).declared().get(urn)).toEqual({ urn, isRegistered: false });
    fs.rmSync(another, { recursive: true });
  });

  test("of what is to be kept stands, whatever another one says that has its name for an alias", () => {
    const tell = tellDeclared(address.engine, { PULUMI_HOME: home });
    tell({ urn, isRegistered: true, onDelete: "keep" });
    tell({ urn, isRegistered: true, onDelete: undefined });
    expect(shareNotes(address).declared().get(urn)).toMatchObject({ onDelete: "keep" });
  });
});

test("where the folder cannot be written, a process keeps what it learns for itself", () => {
  fs.writeFileSync(join(home, "certcentral"), "");
  const notes = shareNotes(address);
  notes.add(noteFor(1));
  expect(notes.all()).toEqual([noteFor(1)]);
});
