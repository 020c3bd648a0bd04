//go:build !windows

package config

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const nobody = 65534

// disown gives a file to another user, which only root can.
func disown(t *testing.T, path string) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can give a file to somebody else")
	}
	if err := os.Chown(path, nobody, nobody); err != nil {
		t.Fatal(err)
	}
}

func chmod(t *testing.T, path string, mode os.FileMode) {
	t.Helper()
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

// Whoever can write into a folder above must not decide where the prompts of
// everybody below go.
func TestAFileThatAnotherUserPutAboveIsLeftOut(t *testing.T) {
	for says, c := range map[string]struct {
		spoil func(t *testing.T, folder, file string)
		why   string
	}{
		"it is his":                     {func(t *testing.T, _, file string) { disown(t, file) }, "it belongs to another user"},
		"the folder is his":             {func(t *testing.T, folder, _ string) { disown(t, folder) }, "its folder belongs to another user"},
		"everybody can write it":        {func(t *testing.T, _, file string) { chmod(t, file, 0o666) }, "it can be written by everybody"},
		"everybody can write there":     {func(t *testing.T, folder, _ string) { chmod(t, folder, 0o777) }, "its folder can be written by everybody"},
		"it is a place such as /tmp":    {func(t *testing.T, folder, _ string) { chmod(t, folder, 0o777|os.ModeSticky) }, "its folder can be written by everybody"},
		"his group can write it":        {func(t *testing.T, _, file string) { group(t, file); chmod(t, file, 0o664) }, "it can be written by others of its group"},
		"it is a link to what he has":   {func(t *testing.T, folder, file string) { linked(t, file, false) }, "the file that it leads to can be written"},
		"it leads into a folder of his": {func(t *testing.T, folder, file string) { linked(t, file, true) }, "the folder that it leads to can be written"},
	} {
		t.Run(says, func(t *testing.T) {
			d := newDesk(t)
			d.write("shared/.env.local", strings.ReplaceAll(pulled, host, strings.Replace(host, "winter", "evil", 1)))
			d.write("shared/.neon", `{"projectId":"evil","branch":"evil"}`)
			d.write(".env.local", pulled)
			d.write("shared/app/main.go", "")
			d.at = filepath.Join("shared", "app")
			for _, name := range []string{".env.local", ".neon"} {
				c.spoil(t, filepath.Join(d.home, "shared"), filepath.Join(d.home, "shared", name))
			}
			g := d.found()
			same(t, "URL", g.URL, "https://"+host)
			same(t, "project", g.ProjectID.Text, "")
			path := filepath.Join(d.home, "shared", ".env.local")
			has(t, "notices", g.Notices, path+" is left out: "+c.why)
			has(t, "notices", g.Notices, "--env-file "+path)
			has(t, "notices", g.Notices, filepath.Join(d.home, "shared", ".neon")+" is left out: ")
		})
	}
}

// group gives a file to a group that is not the user's own.
func group(t *testing.T, path string) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can give a file to any group")
	}
	if err := os.Chown(path, 0, nobody); err != nil {
		t.Fatal(err)
	}
}

// linked puts a link in the place of a file, to one that others can write or
// that is in a folder which they can.
func linked(t *testing.T, path string, folder bool) {
	t.Helper()
	dir := t.TempDir()
	real := filepath.Join(dir, "real")
	if err := os.Rename(path, real); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(real, path); err != nil {
		t.Fatal(err)
	}
	if folder {
		chmod(t, dir, 0o777)
		return
	}
	chmod(t, real, 0o666)
}

func TestAFileThatIsNamedCountsWhoeverHasIt(t *testing.T) {
	d := newDesk(t)
	d.write("theirs/.env.local", pulled)
	chmod(t, filepath.Join(d.home, "theirs"), 0o777)
	d.file = filepath.Join(d.home, "theirs", ".env.local")
	g := d.found()
	same(t, "URL", g.URL, "https://"+host)
	same(t, "notices", len(g.Notices), 0)
}

func TestATokenThatEverybodyCanReadIsMentioned(t *testing.T) {
	d := newDesk(t)
	d.write("app/.env.local", pulled)
	d.write("app/.env", "PORT=1\n")
	chmod(t, filepath.Join(d.home, "app", ".env.local"), 0o644)
	chmod(t, filepath.Join(d.home, "app", ".env"), 0o644)
	g := d.found()
	has(t, "remarks", g.Remarks, ".env.local holds a token, and everybody on this machine can read it: 'chmod 600 .env.local'")
	same(t, "remarks", len(g.Remarks), 1)
	chmod(t, filepath.Join(d.home, "app", ".env.local"), 0o600)
	same(t, "remarks", len(d.found().Remarks), 0)
}

func TestTheWalkUpEndsAtTheEdgeOfAMount(t *testing.T) {
	const mount = "/proc"
	if _, err := os.Stat(mount + "/self/task"); err != nil || !crosses(mount, "/") {
		t.Skip("there is no mount to look at")
	}
	got := Place{Dir: mount + "/self/task"}.folders()
	if want := []string{mount + "/self/task", mount + "/self", mount}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
