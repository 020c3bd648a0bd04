package history

import (
	"path/filepath"
	"testing"

	"neonchat/chat"
	"neonchat/chat/storetest"
)

func TestItKeepsTheContract(t *testing.T) {
	storetest.Test(t, func(t *testing.T) chat.Store { return Open(filepath.Join(t.TempDir(), "state", "history.db")) })
}
