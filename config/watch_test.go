package config

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

// pulledOf is what 'neon env pull' writes for one of several branches.
func pulledOf(branch string) string {
	return "NEON_BRANCH=" + branch + "\n" +
		"NEON_AI_GATEWAY_BASE_URL=https://br-" + branch + "-pond-aptw82ef-api.ai.us-east-2.aws.neon.tech\n" +
		"NEON_AI_GATEWAY_TOKEN=nt_live_" + branch + "_Zx81QmPw42TnRs77abcd\n"
}

// whole reports whether URL and token are of one branch, to the last letter.
func whole(g Gateway, branch string) bool {
	return strings.HasPrefix(g.URL, "https://br-"+branch+"-") && strings.HasSuffix(g.URL, ".tech") &&
		g.Token.Reveal() == "nt_live_"+branch+"_Zx81QmPw42TnRs77abcd"
}

// watcher watches a desk whose files need not rest.
func (d *desk) watcher() *Watcher {
	d.t.Helper()
	g, _ := d.find()
	w := newWatcher(d.place(), g)
	w.rest, w.doubt = 0, 0
	return w
}

func (d *desk) told(w *Watcher, branch string) {
	d.t.Helper()
	if told, _ := w.look(); !told {
		d.t.Fatal("nothing is told")
	}
	if !whole(w.now, branch) {
		d.t.Errorf("told of %s, want %s whole", w.now.Branch.Text, branch)
	}
	d.untold(w)
}

func (d *desk) untold(w *Watcher) {
	d.t.Helper()
	if told, _ := w.look(); told {
		d.t.Fatalf("told of %s at %s, want nothing", w.now.Branch.Text, w.now.URL)
	}
}

func TestACheckoutIsTold(t *testing.T) {
	d := newDesk(t)
	d.at = "app/web"
	d.write("app/.env", pulledOf("main"))
	w := d.watcher()
	d.untold(w)

	d.write("app/.env", pulledOf("preview"))
	d.told(w, "preview")
	d.write("app/.env", "PORT=3000\n"+pulledOf("preview"))
	d.untold(w)

	// an editor puts another file in the old one's place
	d.write("app/new", pulledOf("dev"))
	if err := os.Rename(filepath.Join(d.home, "app/new"), filepath.Join(d.home, "app/.env")); err != nil {
		t.Fatal(err)
	}
	d.told(w, "dev")

	// a more important file appears, then a nearer one, then both are gone again
	d.write("app/.env.local", pulledOf("local"))
	d.told(w, "local")
	d.write("app/web/.env", pulledOf("near"))
	d.told(w, "near")
	for _, name := range []string{"app/web/.env", "app/.env.local"} {
		if err := os.Remove(filepath.Join(d.home, name)); err != nil {
			t.Fatal(err)
		}
	}
	d.told(w, "dev")
}

func TestALinkThatNamesAnotherBranchIsTold(t *testing.T) {
	d := newDesk(t)
	d.write("app/.env", strings.Replace(pulledOf("main"), "NEON_BRANCH=main\n", "", 1))
	d.write("app/.neon", `{"branch": "main"}`)
	w := d.watcher()
	d.write("app/.neon", `{"branch": "trunk"}`)
	d.told(w, "main")
	same(t, "name", w.now.Branch.Text, "trunk")
}

func TestAFileNamedByFlagIsWatched(t *testing.T) {
	d := newDesk(t)
	d.file = "../staging/vars"
	d.write("staging/vars", pulledOf("main"))
	w := d.watcher()
	d.write("app/.env.local", pulledOf("other"))
	d.untold(w)
	d.write("staging/vars", pulledOf("staging"))
	d.told(w, "staging")
}

func TestABrokenFileChangesNothing(t *testing.T) {
	d := newDesk(t)
	d.write("app/.env", pulledOf("main"))
	w := d.watcher()
	whole := pulledOf("next")
	for name, text := range map[string]string{
		"empty":                  "",
		"without a token":        whole[:strings.Index(whole, "NEON_AI_GATEWAY_TOKEN")],
		"cut in a name":          whole[:strings.Index(whole, "_TOKEN")],
		"another vendor's token": strings.Replace(whole, "nt_live_", "sk-", 1),
		"no text":                "\xff\xfeN\x00",
	} {
		t.Run(name, func(t *testing.T) {
			d.write("app/.env", text)
			d.untold(w)
		})
	}
	if err := os.Remove(filepath.Join(d.home, "app/.env")); err != nil {
		t.Fatal(err)
	}
	d.untold(w)
	d.write("app/.env", pulledOf("main"))
	d.untold(w)
	d.write("app/.env", whole)
	d.told(w, "next")
}

func TestAFileThatLooksUnfinishedIsWaitedFor(t *testing.T) {
	d := newDesk(t)
	d.write("app/.env", pulledOf("main"))
	next := pulledOf("next")
	for name, text := range map[string]string{
		"cut in the token":     next[:len(next)-6],
		"the token of another": strings.Replace(next, "nt_live_next", "nt_live_main", 1),
		"the host of another":  strings.Replace(next, "br-next", "br-main", 1),
	} {
		t.Run(name, func(t *testing.T) {
			d.write("app/.env", pulledOf("main"))
			w := d.watcher()
			w.doubt = time.Hour
			d.write("app/.env", text)
			told, wait := w.look()
			if told || wait < 59*time.Minute {
				t.Errorf("told %v, looks again in %v", told, wait)
			}
			d.write("app/.env", next)
			d.told(w, "next")
		})
	}
}

func TestNextWaitsForWhatTheSystemTells(t *testing.T) {
	system, err := fsnotify.NewWatcher()
	if err != nil {
		t.Skip(err)
	}
	d := newDesk(t)
	d.write("app/.env", pulledOf("main"))
	w := d.watcher()
	w.system, w.every = system, time.Hour
	defer w.Close()
	d.untold(w) // and from here on the folders are watched
	for _, branch := range []string{"preview", "dev", "main"} {
		d.write("app/.env", pulledOf(branch))
		d.next(w, branch)
	}
	d.write("app/.env.local", pulledOf("local"))
	d.next(w, "local")
}

func TestNextLooksUnaskedWhereTheSystemTellsNothing(t *testing.T) {
	d := newDesk(t)
	w := d.watcher()
	w.every = time.Millisecond
	d.write("app/.env", pulledOf("main"))
	d.next(w, "main")

	// a system that has no more to give
	system, err := fsnotify.NewWatcher()
	if err != nil {
		t.Skip(err)
	}
	w.system = system
	system.Close()
	d.write("app/.env", pulledOf("preview"))
	d.next(w, "preview")

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := w.Next(ctx); err != context.Canceled {
		t.Errorf("with its context ended, Next gives %v", err)
	}
}

func (d *desk) next(w *Watcher, branch string) {
	d.t.Helper()
	g, err := w.Next(d.t.Context())
	if err != nil || !whole(g, branch) {
		d.t.Fatalf("told of %s at %s, %v; want %s whole", g.Branch.Text, g.URL, err, branch)
	}
}

// Files are rewritten a hundred times a second, in every way that leaves them
// torn on the way: what is told is whole, and in the end it is the last.
func TestFilesThatAreRewrittenAllTheTime(t *testing.T) {
	d := newDesk(t)
	d.write("app/.env", pulledOf("main"))
	d.write("app/.env.local", "PORT=3000\n")
	g := d.found()
	w := Watch(d.place(), g)
	defer w.Close()
	w.every = 7 * time.Millisecond
	w.rest, w.doubt = 300*time.Millisecond, 30*time.Second // a busy machine may hold the writer up

	written := make(chan error, 1)
	go func() { written <- d.rewrite("app/.env", "app/.env.local") }()
	for {
		g, err := w.Next(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if !whole(g, g.Branch.Text) {
			t.Fatalf("told of %s at %s, and it isn't whole", g.Branch.Text, g.URL)
		}
		if g.Branch.Text == "last" {
			break
		}
	}
	if err := <-written; err != nil {
		t.Fatal(err)
	}
}

// rewrite leaves a file that holds the branch "last".
func (d *desk) rewrite(path, other string) error {
	path, other = filepath.Join(d.home, path), filepath.Join(d.home, other)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	branches := []string{"one", "other", "third"}
	for n := range 24 {
		text := pulledOf(branches[n%len(branches)])
		if n%4 == 3 { // as an editor does
			if err := os.WriteFile(path+".new", []byte(text), 0o600); err != nil {
				return err
			}
			if err := os.Rename(path+".new", path); err != nil {
				return err
			}
			<-tick.C
			continue
		}
		flags := os.O_WRONLY
		if n%4 == 1 { // else the new text runs over the old, line by line
			flags |= os.O_TRUNC
		}
		f, err := os.OpenFile(path, flags, 0o600)
		if err != nil {
			return err
		}
		for len(text) > 0 {
			cut := min(len(text), 41)
			if _, err := f.WriteString(text[:cut]); err != nil {
				return err
			}
			text = text[cut:]
			<-tick.C
		}
		if err := f.Close(); err != nil {
			return err
		}
		if n%4 == 2 { // the URL stands in one file and the token in the other
			token := pulledOf("stray")
			if err := os.WriteFile(other, []byte(token[strings.Index(token, "NEON_AI_GATEWAY_TOKEN"):]), 0o600); err != nil {
				return err
			}
			<-tick.C
			if err := os.WriteFile(other, []byte("PORT=3000\n"), 0o600); err != nil {
				return err
			}
			<-tick.C
		}
	}
	return os.WriteFile(path, []byte(pulledOf("last")), 0o600)
}
