// Package sdkcheck installs the vendors' SDKs for the tests that run them: those
// of package.json, once for all tests of a machine. Begin with [Folder].
package sdkcheck

import (
	"crypto/sha256"
	"embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/lockedfile"
)

//go:embed package.json package-lock.json check.mjs
var files embed.FS

// Folder is a folder with check.mjs and, in node_modules, the SDKs. What is in a
// folder below it finds them too. It skips the test unless NEONCHAT_SDK_TESTS is 1,
// since npm has to fetch them.
func Folder(t testing.TB) string {
	t.Helper()
	if os.Getenv("NEONCHAT_SDK_TESTS") != "1" {
		t.Skip("NEONCHAT_SDK_TESTS=1 runs this; it needs node and the npm registry")
	}
	dir, err := install()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// install fills a folder that is named for what is in it. A test of another
// package that wants the same waits, and finds it done.
func install() (string, error) {
	h := sha256.New()
	contents := map[string][]byte{}
	for _, name := range []string{"package.json", "package-lock.json", "check.mjs"} {
		data, err := files.ReadFile(name)
		if err != nil {
			return "", err
		}
		h.Write(data)
		contents[name] = data
	}
	dir := filepath.Join(os.TempDir(), fmt.Sprintf("neonchat-sdks-%d-%x", os.Getuid(), h.Sum(nil)[:8]))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	unlock, err := lockedfile.MutexAt(filepath.Join(dir, "lock")).Lock()
	if err != nil {
		return "", err
	}
	defer unlock()
	done := filepath.Join(dir, "installed")
	if _, err := os.Stat(done); err == nil {
		return dir, nil
	}
	for name, data := range contents {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			return "", err
		}
	}
	npm := exec.Command("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	npm.Dir = dir
	if out, err := npm.CombinedOutput(); err != nil {
		return "", fmt.Errorf("npm ci: %w\n%s", err, out)
	}
	return dir, os.WriteFile(done, nil, 0o600)
}
