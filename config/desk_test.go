package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	host   = "br-winter-pond-aptw82ef-api.ai.us-east-2.aws.neon.tech"
	secret = "nt_live_k3y1d_Zx81QmPw42TnRs77abcd"
	stale  = "nt_live_0ld1d_Yy00QmPw42TnRs77wxyz"
	theirs = "sk-proj-Qm83nTzz81QmPw42TnRs77own0"
)

// A desk is a home folder with a project in it, and somebody's environment.
type desk struct {
	t    *testing.T
	home string
	env  map[string]string
	at   string // the folder to work in, below home
	file string // --env-file
}

func newDesk(t *testing.T) *desk {
	return &desk{t: t, home: t.TempDir(), env: map[string]string{}, at: "app"}
}

func (d *desk) write(path, text string) {
	d.t.Helper()
	path = filepath.Join(d.home, path)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		d.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		d.t.Fatal(err)
	}
}

// place is where to look, and makes the folder to work in.
func (d *desk) place() Place {
	d.t.Helper()
	dir := filepath.Join(d.home, d.at)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		d.t.Fatal(err)
	}
	return Place{Getenv: func(name string) string { return d.env[name] }, Dir: dir, Home: d.home, EnvFile: d.file}
}

func (d *desk) find() (Gateway, error) {
	d.t.Helper()
	g, err := Find(d.place())
	d.silent(fmt.Sprintf("%v %+v %#v %v %v", g, &g, []Gateway{g}, err, hint(err)))
	return g, err
}

// silent fails when text tells a secret.
func (d *desk) silent(text string) {
	d.t.Helper()
	for _, s := range []string{secret, stale, theirs} {
		if strings.Contains(text, s[8:len(s)-4]) {
			d.t.Fatal("a secret was told")
		}
	}
}

func (d *desk) found() Gateway {
	d.t.Helper()
	g, err := d.find()
	if err != nil {
		d.t.Fatalf("nothing found: %v", err)
	}
	return g
}

// refused wants an error that has all of words in it or in its hint.
func (d *desk) refused(words ...string) error {
	d.t.Helper()
	g, err := d.find()
	if err == nil {
		d.t.Fatalf("found %s, want an error", g.URL)
	}
	for _, w := range words {
		if text := err.Error() + "\n" + hint(err); !strings.Contains(text, w) {
			d.t.Errorf("error %q does not say %q", text, w)
		}
	}
	if g.URL != "" || !g.Token.IsZero() {
		d.t.Error("a gateway came beside the error")
	}
	return err
}

func hint(err error) string {
	if h, ok := errors.AsType[interface {
		error
		Hint() string
	}](err); ok {
		return h.Hint()
	}
	return ""
}

func same[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func has(t *testing.T, what string, list []string, word string) {
	t.Helper()
	if !slices.ContainsFunc(list, func(s string) bool { return strings.Contains(s, word) }) {
		t.Errorf("%s: got %q, none says %q", what, list, word)
	}
}

const pulled = "NEON_BRANCH=main\n" +
	"NEON_AI_GATEWAY_BASE_URL=https://" + host + "\n" +
	"NEON_AI_GATEWAY_TOKEN=" + secret + "\n" +
	"DATABASE_URL=\"postgresql://u:p@ep-x.neon.tech/db?sslmode=require&a=b\"\n"
