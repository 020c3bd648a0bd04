package catalog

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// A Survey is what a branch serves, as its gateway listed it at a time.
type Survey struct {
	Branch string    `json:"branch"`
	At     time.Time `json:"at"`
	Models []Listed  `json:"models"`
}

// Served returns the survey of a branch that was kept last. It is an error, and
// mostly fs.ErrNotExist, when there is none.
func (c Cache) Served(branch string) (Survey, error) {
	var s Survey
	data, err := os.ReadFile(c.surveyFile(branch))
	if err == nil {
		err = json.Unmarshal(data, &s)
	}
	if err == nil && s.Branch != branch {
		err = fmt.Errorf("it is of another branch, %s", s.Branch)
	}
	if err != nil {
		return Survey{}, fmt.Errorf("reading what branch %s serves: %w", branch, err)
	}
	return s, nil
}

// KeepServed keeps what a branch serves now.
func (c Cache) KeepServed(branch string, models []Listed) error {
	data, err := json.Marshal(Survey{Branch: branch, At: c.now().UTC().Truncate(time.Second), Models: models})
	if err == nil {
		err = c.keep(c.surveyFile(branch), append(data, '\n'))
	}
	if err != nil {
		return fmt.Errorf("keeping what branch %s serves: %w", branch, err)
	}
	return nil
}

// surveyFile is beside the models, one for each branch. A branch without an id is
// called by its host, of which not all characters may stand in a file's name.
func (c Cache) surveyFile(branch string) string {
	name := strings.Map(func(r rune) rune {
		if r == '-' || r == '.' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' {
			return r
		}
		return '_'
	}, strings.ToLower(branch))
	return filepath.Join(c.Dir, "served", name+".json")
}
