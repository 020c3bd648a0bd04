package history

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"neonchat/chat"
)

// A desk is a history and what its user was told.
type desk struct {
	*testing.T
	*Store
	told []string
}

func sits(t *testing.T) *desk {
	d := &desk{T: t}
	d.open(filepath.Join(t.TempDir(), "state", "history.db"))
	return d
}

func (d *desk) open(path string) {
	s := Open(path)
	s.Notice = func(text string) { d.told = append(d.told, text) }
	d.Store = s
	d.Cleanup(func() { s.Close() })
}

// says saves a session of one question.
func (d *desk) says(text string) error {
	now := time.Now()
	s := &chat.Session{Head: chat.Head{ID: chat.NewID(), Title: text, Branch: chat.Branch{ID: "br"}, Created: now, Updated: now}}
	q := s.Add(chat.Message{Role: chat.User, Parts: []chat.Part{chat.Text{Text: text}}})
	return d.Save(d.Context(), s.Head, q)
}

func (d *desk) mustSay(text string) {
	d.Helper()
	if err := d.says(text); err != nil {
		d.Fatal(err)
	}
}

// has checks the titles of the sessions that there are.
func (d *desk) has(titles ...string) {
	d.Helper()
	list, err := d.List(d.Context(), chat.Scope{})
	if err != nil {
		d.Fatal(err)
	}
	var got []string
	for _, s := range list {
		got = append(got, s.Title)
	}
	slices.Sort(got)
	if !slices.Equal(got, titles) {
		d.Errorf("there are %q, want %q", got, titles)
	}
}

// aside gives the files that were set aside.
func (d *desk) aside() []string {
	files, err := filepath.Glob(d.Path() + ".corrupt-*")
	if err != nil {
		d.Fatal(err)
	}
	return slices.DeleteFunc(files, func(f string) bool { return strings.HasSuffix(f, "-wal") || strings.HasSuffix(f, "-shm") })
}

// hinted checks what an error says, and that it says what to do.
func hinted(t *testing.T, err error, path, problem, hint string) {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("it is %v", err)
	}
	if got := e.Error(); got != "the history "+path+" "+problem || e.Hint() != hint {
		t.Errorf("it says %q, hint: %q", got, e.Hint())
	}
}

func TestOpeningTouchesNothing(t *testing.T) {
	d := sits(t)
	if _, err := os.Stat(filepath.Dir(d.Path())); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("there is a folder already: %v", err)
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
	hinted(t, d.says("too late"), d.Path(), "is closed", "")
}

func TestOnlyItsUserCanRead(t *testing.T) {
	d := sits(t)
	d.mustSay("secret")
	for name, want := range map[string]os.FileMode{"": 0o700, "history.db": 0o600, "history.db-wal": 0o600, "history.db-shm": 0o600} {
		info, err := os.Stat(filepath.Join(filepath.Dir(d.Path()), name))
		if err != nil {
			t.Error(err)
		} else if info.Mode().Perm() != want {
			t.Errorf("%q has mode %o", name, info.Mode().Perm())
		}
	}
	d.Close()
	if err := os.Chmod(d.Path(), 0o644); err != nil { // a backup that was brought back
		t.Fatal(err)
	}
	d.open(d.Path())
	d.mustSay("secret too")
	if info, _ := os.Stat(d.Path()); info.Mode().Perm() != 0o600 {
		t.Errorf("the mode stays %o", info.Mode().Perm())
	}
}

func TestAPathMayHaveAnyName(t *testing.T) {
	d := sits(t)
	d.open(filepath.Join(t.TempDir(), "50% of #1?&mode=ro", "ü;'\" x.db"))
	d.mustSay("hello")
	d.has("hello")
	if _, err := os.Stat(d.Path()); err != nil {
		t.Error(err)
	}
}

func TestANewerHistoryIsRefused(t *testing.T) {
	d := sits(t)
	d.mustSay("old")
	d.now.write.Exec("pragma user_version = 1000")
	d.Close()
	before, _ := os.ReadFile(d.Path())
	d.open(d.Path())
	hinted(t, d.says("new"), d.Path(), "was written by a newer neonchat", "update neonchat")
	_, err := d.List(t.Context(), chat.Scope{})
	hinted(t, err, d.Path(), "was written by a newer neonchat", "update neonchat")
	d.Close()
	if after, _ := os.ReadFile(d.Path()); !bytes.Equal(before, after) {
		t.Error("it was changed")
	}
}

func TestAMessageOfANewerProgramIsRefusedAndKept(t *testing.T) {
	d := sits(t)
	d.mustSay("hello")
	list, _ := d.List(t.Context(), chat.Scope{})
	for _, parts := range []string{`{"v":1,"parts":[{"type":"text","text":"hello"},{"type":"film"}]}`, `{"v":2,"parts":[]}`} {
		if _, err := d.now.write.Exec("update messages set parts = ?", parts); err != nil {
			t.Fatal(err)
		}
		_, err := d.Load(t.Context(), list[0].ID)
		hinted(t, err, d.Path(), "holds a message of a newer neonchat", "update neonchat")
		if err := d.Save(t.Context(), list[0].Head); err != nil {
			t.Error(err)
		}
		var kept string
		if d.now.read.QueryRow("select parts from messages").Scan(&kept); kept != parts {
			t.Errorf("it has become %s", kept)
		}
	}
}

func TestWhatIsNoHistoryIsSetAsideAndToldOnce(t *testing.T) {
	for name, content := range map[string]string{
		"a text":       strings.Repeat("this is no database. ", 1000),
		"a few bytes":  "SQLite format 3",
		"only zeroes":  strings.Repeat("\x00", 8192),
		"a cut header": "SQLite format 3\x00\x10\x00\x01\x01\x00\x40\x20\x20" + strings.Repeat("\xff", 4078),
	} {
		t.Run(name, func(t *testing.T) {
			d := sits(t)
			os.MkdirAll(filepath.Dir(d.Path()), 0o700)
			if err := os.WriteFile(d.Path(), []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			d.mustSay("one")
			d.mustSay("two")
			d.has("one", "two")
			aside := d.aside()
			if len(aside) != 1 {
				t.Fatalf("set aside are %q", aside)
			}
			if kept, _ := os.ReadFile(aside[0]); string(kept) != content {
				t.Error("what was set aside is not what was there")
			}
			if want := "the history was corrupt, and nothing could be salvaged; the old file is kept as " + aside[0]; len(d.told) != 1 || d.told[0] != want {
				t.Errorf("told is %q", d.told)
			}
		})
	}
}

func TestAFileThatDecaysWhileItIsUsedIsSetAside(t *testing.T) {
	d := sits(t)
	for i := range 200 {
		d.mustSay(fmt.Sprint("old ", i, strings.Repeat(" and more", 200)))
	}
	d.Close() // the log goes into the file
	decay(t, d.Path())
	d.open(d.Path())
	d.mustSay("new")
	list, err := d.List(t.Context(), chat.Scope{})
	if err != nil || len(list) != 1 || list[0].Title != "new" {
		t.Errorf("%v: %d sessions", err, len(list))
	}
	if len(d.aside()) != 1 || len(d.told) != 1 {
		t.Errorf("set aside are %q, told %q", d.aside(), d.told)
	}
}

// decay overwrites every page of a database but the first.
func decay(t *testing.T, path string) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, _ := f.Stat()
	for at := int64(4096); at < info.Size(); at += 4096 {
		if _, err := f.WriteAt(bytes.Repeat([]byte{0xa5}, 512), at); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAnIndexThatDecaysIsMadeAnew(t *testing.T) {
	d := sits(t)
	d.mustSay("an old needle")
	if _, err := d.now.write.Exec("delete from words_data"); err != nil {
		t.Fatal(err)
	}
	d.Close()
	d.open(d.Path())
	hits, err := d.Search(t.Context(), chat.Scope{}, "needle")
	if err != nil || len(hits) != 1 {
		t.Errorf("%v: %d hits", err, len(hits))
	}
	d.mustSay("a new needle")
	if hits, err := d.Search(t.Context(), chat.Scope{}, "needle"); err != nil || len(hits) != 2 {
		t.Errorf("%v: %d hits", err, len(hits))
	}
	d.sound()
	if len(d.told)+len(d.aside()) != 0 {
		t.Errorf("told is %q, set aside %q", d.told, d.aside())
	}
}

func TestWhoeverTakesTheFileAwayGetsANewOne(t *testing.T) {
	d := sits(t)
	d.mustSay("one")
	if err := os.Remove(d.Path()); err != nil {
		t.Fatal(err)
	}
	d.mustSay("two")
	d.has("two")
}

func TestAFullDiskIsToldAndPassesOver(t *testing.T) {
	d := sits(t)
	d.mustSay("one")
	if _, err := d.now.write.Exec("pragma max_page_count = 1"); err != nil { // that is: as many as there are
		t.Fatal(err)
	}
	long := "two" + strings.Repeat(" and more", 10_000)
	hinted(t, d.says(long), d.Path(), "can't grow: the disk is full", "make room")
	d.has("one")
	if _, err := d.now.write.Exec("pragma max_page_count = 1000000"); err != nil {
		t.Fatal(err)
	}
	d.mustSay("two")
	d.has("one", "two")
}

func TestWhatCanNotBeMadeIsToldWithItsPath(t *testing.T) {
	d := sits(t)
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	d.open(filepath.Join(file, "state", "history.db"))
	hinted(t, d.says("hello"), d.Path(), "can't be made: not a directory", "make way for its folder")
	d.open(t.TempDir())
	hinted(t, d.says("hello"), d.Path(), "can't be made: is a directory", "make way for its folder")
	if err := os.Remove(file); err != nil { // it is no longer in the way
		t.Fatal(err)
	}
	d.open(filepath.Join(file, "state", "history.db"))
	d.mustSay("hello")
}

func TestAFolderThatCanNotBeWrittenIsTold(t *testing.T) {
	d := sits(t)
	d.open("/sys/neonchat/history.db")
	if _, err := os.Stat("/sys/kernel"); err != nil {
		t.Skip("this system has no folder that nobody can write to")
	}
	hinted(t, d.says("hello"), d.Path(), "can't be written: operation not permitted", "give yourself the right to write there")
}

// sound checks that what is in the file fits together: by SQLite's own
// check, the index against the messages, and the files against who has them.
func (d *desk) sound() {
	d.Helper()
	if _, err := d.handle(d.Context()); err != nil {
		d.Fatal(err)
	}
	var verdict string
	if err := d.now.read.QueryRow("pragma integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
		d.Errorf("%v: %s", err, verdict)
	}
	var lost int
	_, err := d.now.write.Exec(`
		drop table if exists temp.again; drop table if exists temp.found; drop table if exists temp.wanted;
		create virtual table temp.again using fts5 (text, place, tokenize = 'unicode61 remove_diacritics 2');
		insert into temp.again (rowid, text, place) select s.n, s.text, s.place from said s join messages m on m.n = s.n where m.indexed;
		create virtual table temp.found using fts5vocab ('main', 'words', 'instance');
		create virtual table temp.wanted using fts5vocab ('temp', 'again', 'instance')`)
	if err == nil {
		err = d.now.write.QueryRow(`select count(*) from (select * from (select * from temp.found except select * from temp.wanted)
			union all select * from (select * from temp.wanted except select * from temp.found))`).Scan(&lost)
	}
	if err != nil || lost > 0 {
		d.Errorf("%v: %d words of the index are not those of the messages", err, lost)
	}
	err = d.now.read.QueryRow("select count(*) from files where n not in (select file from attachments)").Scan(&lost)
	if err != nil || lost > 0 {
		d.Errorf("%v: %d files that nothing has", err, lost)
	}
}

func TestAFileThatNoMessageHasAnyMoreIsGone(t *testing.T) {
	d := sits(t)
	now := time.Now()
	s := &chat.Session{Head: chat.Head{ID: chat.NewID(), Created: now, Updated: now}}
	picture := chat.File{Name: "p", MIME: "image/png", Data: []byte("picture")}
	a := s.Add(chat.Message{Role: chat.Assistant, Parts: []chat.Part{picture, chat.File{Data: []byte("draft")}}})
	kept := func(files int) {
		t.Helper()
		var n int
		if err := d.now.read.QueryRow("select count(*) from files").Scan(&n); err != nil || n != files {
			t.Errorf("%v: %d files are kept, want %d", err, n, files)
		}
		d.sound()
	}
	done := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	done(d.Save(t.Context(), s.Head, a))
	kept(2)
	a.Parts = []chat.Part{picture}
	s.Messages[0] = a
	done(d.Save(t.Context(), s.Head, a))
	kept(1)
	fork := s.Fork(a.ID, now)
	done(d.Save(t.Context(), fork.Head, fork.Messages...))
	kept(1)
	done(d.Delete(t.Context(), s.ID))
	kept(1)
	done(d.Delete(t.Context(), fork.ID))
	kept(0)
}

func TestAnExaminationCountsAndFindsTrouble(t *testing.T) {
	d := sits(t)
	for i := range 100 {
		d.mustSay(fmt.Sprint("old ", i, strings.Repeat(" and more", 200)))
	}
	d.Close()
	d.open(d.Path())
	info, _ := os.Stat(d.Path())
	if h, err := d.Examine(t.Context()); err != nil || h.Sessions != 100 || h.Messages != 100 || h.Trouble != "" || h.Size < info.Size() {
		t.Errorf("%v: %+v", err, h)
	}
	d.Close()
	var page int64
	db := connect(d.Path(), reader)
	if err := db.QueryRow("select max(pageno) from dbstat where name = 'messages' and pagetype = 'leaf'").Scan(&page); err != nil {
		t.Fatal(err)
	}
	db.Close()
	f, _ := os.OpenFile(d.Path(), os.O_RDWR, 0)
	f.WriteAt([]byte{0x0d, 0xff, 0xff}, (page-1)*4096) // a free block where none can be
	f.Close()
	d.open(d.Path())
	if h, err := d.Examine(t.Context()); err != nil || h.Trouble == "" {
		t.Errorf("%v: %+v", err, h)
	}
}

// A file that can't be opened is let go of: what tries again and again would run
// out of descriptors.
func TestAFileThatCanNotBeOpenedIsLetGo(t *testing.T) {
	open := func() int {
		fds, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Skip("nobody tells which files are open")
		}
		return len(fds)
	}
	d := sits(t)
	d.mustSay("old")
	d.now.write.Exec("pragma user_version = 1000")
	d.Close()
	d.open(d.Path())
	d.says("once")
	before := open()
	for range 20 {
		hinted(t, d.says("new"), d.Path(), "was written by a newer neonchat", "update neonchat")
	}
	if after := open(); after > before {
		t.Errorf("%d files were open, and %d are now", before, after)
	}
}
