package demo

import (
	"os"
	"os/exec"
	"testing"

	"neonchat/demo/sdkcheck"
)

// TestSDKs runs the vendors' own SDKs against the gateway.
func TestSDKs(t *testing.T) {
	dir := sdkcheck.Folder(t)
	s, err := Start(t.Context(), "127.0.0.1:0", Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	node := exec.CommandContext(t.Context(), "node", "check.mjs")
	node.Dir = dir
	node.Env = append(os.Environ(), "NEON_AI_GATEWAY_BASE_URL="+s.URL, "NEON_AI_GATEWAY_TOKEN="+s.Token)
	out, err := node.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Fatal(err)
	}
}
