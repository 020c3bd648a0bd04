package backend

import (
	"encoding/json"
	"os"
	"path/filepath"

	"neonchat/catalog"
)

// Default chooses the model when the user named none, and says why: the model used
// last on the branch, else the best that the branch serves. As long as it isn't
// known what the branch serves, it is the best of the catalog.
func (m *Models) Default() (model, why string) {
	branch := ""
	if b, err := CurrentBranch(m.p); err == nil {
		branch = b.ID
	}
	known := m.KnownOn(branch)
	if last := m.lastUsed(branch); last != "" && known.Serves(last) != catalog.No {
		return last, "used last on this branch"
	}
	best, ok := known.Best()
	switch {
	case !ok:
		best, _ = m.Known().Best()
		return best.ID, "the best there is, though this branch serves no model to chat with"
	case !known.Joined():
		return best.ID, "the best there is; what this branch serves is not known yet"
	}
	return best.ID, "the best that this branch serves"
}

// usedFile has the id of the model that answered last, by the id of the branch.
func (m *Models) usedFile() string { return filepath.Join(m.p.Folders.State, "used.json") }

func (m *Models) used() map[string]string {
	used := map[string]string{}
	data, err := os.ReadFile(m.usedFile())
	if err == nil {
		err = json.Unmarshal(data, &used)
	}
	if UnlessMissing(err) != nil {
		m.p.Log.Info("which model was used last", "error", err)
	}
	return used
}

// lastUsed is the model that answered last on a branch, "" when none has.
func (m *Models) lastUsed(branch string) string {
	id := m.used()[branch]
	if t, err := catalog.ParseTarget(id); err != nil || t.String() != id {
		return "" // not written by this program
	}
	return id
}

// KeepUsed remembers which model has answered on a branch.
func (m *Models) KeepUsed(branch, model string) {
	used := m.used()
	if m.p.Settings.NoHistory || used[branch] == model {
		return
	}
	used[branch] = model
	data, err := json.MarshalIndent(used, "", "  ")
	if err == nil {
		err = WriteState(m.usedFile(), append(data, '\n'))
	}
	if err != nil {
		m.p.Log.Info("keeping which model was used last", "error", err)
	}
}
