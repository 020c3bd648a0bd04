package demo

import (
	"context"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestSDKs runs the vendors' own SDKs against the gateway. It installs them
// from the npm registry, so it only runs when asked to.
func TestSDKs(t *testing.T) {
	if os.Getenv("NEONCHAT_SDK_TESTS") != "1" {
		t.Skip("NEONCHAT_SDK_TESTS=1 runs this; it needs node and the npm registry")
	}
	dir := t.TempDir()
	for _, name := range []string{"package.json", "package-lock.json", "check.mjs"} {
		data, err := fs.ReadFile(os.DirFS("sdkcheck"), name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s, err := Start(t.Context(), "127.0.0.1:0", Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	env := append(os.Environ(), "NEON_AI_GATEWAY_BASE_URL="+s.URL, "NEON_AI_GATEWAY_TOKEN="+s.Token)
	run(t.Context(), t, dir, env, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	run(t.Context(), t, dir, env, "node", "check.mjs")
}

func run(ctx context.Context, t *testing.T, dir string, env []string, name string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir, cmd.Env = dir, env
	out, err := cmd.CombinedOutput()
	t.Logf("%s\n%s", cmd, out)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}
