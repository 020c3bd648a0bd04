package config

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// linkFile is the name of a link.
const linkFile = ".neon"

// A link is the .neon file that Neon's CLI keeps in a project's folder: which
// project and branch the folder works on. It holds no secret.
type link struct {
	file string // as shown; empty when there is none

	ProjectID string `json:"projectId"`
	Branch    string `json:"branch"`   // a name, or an id
	BranchID  string `json:"branchId"` // in older files
}

// findLink reads the nearest .neon in folders. A broken one is an error, and
// hides those further up. One that somebody else may have put there hides nothing,
// and is an error beside the link.
func findLink(place Place, folders []string) (l link, stranger error) {
	for _, dir := range folders {
		path := filepath.Join(dir, linkFile)
		if info, err := os.Stat(path); err != nil || info.IsDir() {
			continue
		}
		if err := Trust(path); err != nil {
			stranger = cmp.Or(stranger, err)
			continue
		}
		l := link{file: shown(place.Dir, path)}
		data, err := os.ReadFile(path)
		if err != nil {
			return link{}, unreadable(l.file, err)
		}
		if err := json.Unmarshal(bytes.TrimPrefix(data, []byte("\ufeff")), &l); err != nil {
			// encoding/json would speak of Go's types
			return link{}, fmt.Errorf("%s is not the JSON that Neon's CLI writes", l.file)
		}
		return l, stranger
	}
	return link{}, stranger
}

// name returns the branch's name, if the file has one.
func (l link) name() Value {
	if l.Branch == "" || isBranchID(l.Branch) {
		return Value{}
	}
	return Value{l.Branch, Source{File: l.file, Variable: "branch"}}
}

// id returns the branch's id, if the file has one.
func (l link) id() Value {
	if isBranchID(l.Branch) {
		return Value{l.Branch, Source{File: l.file, Variable: "branch"}}
	}
	if l.BranchID != "" {
		return Value{l.BranchID, Source{File: l.file, Variable: "branchId"}}
	}
	return Value{}
}

func (l link) project() Value {
	if l.ProjectID == "" {
		return Value{}
	}
	return Value{l.ProjectID, Source{File: l.file, Variable: "projectId"}}
}
