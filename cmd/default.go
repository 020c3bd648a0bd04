package cmd

import (
	"encoding/json"
	"os"
	"path/filepath"

	"neonchat/catalog"
)

// byDefault is the model to ask where nobody has named one, and why it is that:
// what was used last on the branch, else the best that it serves. Before anybody
// has asked what it serves, the first question finds out.
func (m *models) byDefault() (model, why string) {
	branch := ""
	if b, err := here(m.p); err == nil {
		branch = b.ID
	}
	known := m.knownOn(branch)
	if last := m.lastUsed(branch); last != "" && known.Serves(last) != catalog.No {
		return last, "used last on this branch"
	}
	best, ok := known.Best()
	switch {
	case !ok:
		best, _ = m.known().Best()
		return best.ID, "the best there is, though this branch serves no model to chat with"
	case !known.Joined():
		return best.ID, "the best there is; what this branch serves is not known yet"
	}
	return best.ID, "the best that this branch serves"
}

// usedFile has the id of the model that answered last, by the id of the branch.
func (m *models) usedFile() string { return filepath.Join(m.p.folders.State, "used.json") }

func (m *models) used() map[string]string {
	used := map[string]string{}
	data, err := os.ReadFile(m.usedFile())
	if err == nil {
		err = json.Unmarshal(data, &used)
	}
	if unlessMissing(err) != nil {
		m.p.log.Info("which model was used last", "error", err)
	}
	return used
}

// lastUsed is the model that answered last on a branch, "" when none has.
func (m *models) lastUsed(branch string) string {
	id := m.used()[branch]
	if t, err := catalog.ParseTarget(id); err != nil || t.String() != id {
		return "" // nobody of ours wrote that
	}
	return id
}

// keepUsed remembers which model has answered on a branch.
func (m *models) keepUsed(branch, model string) {
	used := m.used()
	if m.p.settings.NoHistory || used[branch] == model {
		return
	}
	used[branch] = model
	data, err := json.MarshalIndent(used, "", "  ")
	if err == nil {
		err = keepFile(m.usedFile(), append(data, '\n'))
	}
	if err != nil {
		m.p.log.Info("keeping which model was used last", "error", err)
	}
}
