package cmd

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"neonchat/catalog"
)

// byDefault is the model to ask where nobody has named one, and why it is that:
// what was used last on the branch, else the best that it serves. Before anybody
// has asked what it serves, the first question finds out.
func (p *program) byDefault() (model, why string) {
	branch := ""
	if b, err := p.here(); err == nil {
		branch = b.ID
	}
	known := p.knownOn(branch)
	if last := p.lastUsed(branch); last != "" && known.Serves(last) != catalog.No {
		return last, "used last on this branch"
	}
	best, ok := known.Best()
	switch {
	case !ok:
		best, _ = p.known().Best()
		return best.ID, "the best there is, though this branch serves no model to chat with"
	case !known.Joined():
		return best.ID, "the best there is; what this branch serves is not known yet"
	}
	return best.ID, "the best that this branch serves"
}

// usedFile has the id of the model that answered last, by the id of the branch.
func (p *program) usedFile() string { return filepath.Join(p.folders.State, "used.json") }

func (p *program) used() map[string]string {
	used := map[string]string{}
	data, err := os.ReadFile(p.usedFile())
	if err == nil {
		err = json.Unmarshal(data, &used)
	}
	if unlessMissing(err) != nil {
		p.log.Info("which model was used last", "error", err)
	}
	return used
}

// lastUsed is the model that answered last on a branch, "" when none has.
func (p *program) lastUsed(branch string) string {
	id := p.used()[branch]
	if t, err := catalog.ParseTarget(id); err != nil || t.String() != id {
		return "" // nobody of ours wrote that
	}
	return id
}

// keepUsed remembers which model has answered on a branch.
func (p *program) keepUsed(branch, model string) {
	used := p.used()
	if p.settings.NoHistory || used[branch] == model {
		return
	}
	used[branch] = model
	data, err := json.MarshalIndent(used, "", "  ")
	if err == nil {
		err = replace(p.usedFile(), append(data, '\n'))
	}
	if err != nil {
		p.log.Info("keeping which model was used last", "error", err)
	}
}

// tellUnserved says which of the models that are about to be asked the branch is
// known not to serve, and which are nearest.
func (p *program) tellUnserved(branch string, ids ...string) {
	known := p.knownOn(branch)
	told := map[string]bool{}
	for _, id := range ids {
		if known.Serves(id) != catalog.No || told[id] {
			continue
		}
		told[id] = true
		s := fmt.Sprintf("this branch doesn't serve %s", id)
		if near := known.Instead(id, 1); len(near) > 0 {
			s += ": " + near[0] + " is the nearest that it does"
		}
		p.status.notice(s)
	}
}
