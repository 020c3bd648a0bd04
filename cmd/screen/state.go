package screen

import (
	"bufio"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"sync"

	"neonchat/cmd/backend"
	"neonchat/ui/page"
)

// stateFiles keep what the chat remembers between runs, for its user alone. Several
// chats may have the same folder.
type stateFiles struct {
	dir    string
	mu     sync.Mutex // of drafts: the chat may end while they are being read
	drafts drafts
}

func newStateFiles(dir string) *stateFiles { return &stateFiles{dir: dir, drafts: drafts{dir: dir}} }

const (
	askedFile  = "asked.jsonl" // a prompt a line, as JSON strings
	modelsFile = "models.json"
)

// mostAsked is how many prompts are read back.
const mostAsked = 10_000

func (f *stateFiles) Load() (page.Kept, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	asked, askedErr := f.asked()
	draft, draftErr := f.drafts.load()
	m, modelsErr := f.models()
	kept := page.Kept{Asked: asked, Draft: draft, Favourites: m.Favourites, Recent: m.Recent}
	return kept, errors.Join(backend.UnlessMissing(askedErr), draftErr, modelsErr)
}

// keptModels is the content of modelsFile.
type keptModels struct {
	Favourites []string `json:"favourites"`
	Recent     []string `json:"recent"`
}

func (f *stateFiles) models() (m keptModels, err error) {
	data, err := os.ReadFile(filepath.Join(f.dir, modelsFile))
	if err != nil {
		return m, backend.UnlessMissing(err)
	}
	return m, json.Unmarshal(data, &m)
}

func (f *stateFiles) asked() ([]string, error) {
	file, err := os.Open(filepath.Join(f.dir, askedFile))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var asked []string
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var s string
		if json.Unmarshal(lines.Bytes(), &s) == nil { // a line cut by a crash hides no other
			asked = append(asked, s)
		}
	}
	return asked[max(0, len(asked)-mostAsked):], lines.Err()
}

func (f *stateFiles) Asked(prompt string) error {
	if err := os.MkdirAll(f.dir, 0o700); err != nil {
		return err
	}
	line, err := json.Marshal(prompt)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(filepath.Join(f.dir, askedFile), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(append(line, '\n'))
	return errors.Join(err, file.Close())
}

func (f *stateFiles) Draft(text string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.drafts.save(text)
}

func (f *stateFiles) Models(change func(favourites, recent []string) ([]string, []string)) error {
	m, err := f.models()
	if err != nil {
		return err
	}
	m.Favourites, m.Recent = change(m.Favourites, m.Recent)
	data, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	return backend.WriteState(filepath.Join(f.dir, modelsFile), append(data, '\n'))
}
