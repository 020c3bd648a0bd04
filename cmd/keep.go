package cmd

import (
	"bufio"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"neonchat/config/atomicfile"
	"neonchat/ui/page"
)

// files keep what the chat remembers between runs, for its user alone. Several
// chats may have the same folder.
type files struct {
	dir    string
	mu     sync.Mutex // of drafts: the chat may end while they are being read
	drafts drafts
}

func newFiles(dir string) *files { return &files{dir: dir, drafts: drafts{dir: dir}} }

const (
	askedFile  = "asked.jsonl" // a prompt a line, as JSON strings
	modelsFile = "models.json"
)

// mostAsked is how many prompts are read back.
const mostAsked = 10_000

func (f *files) Load() (page.Kept, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	asked, askedErr := f.asked()
	draft, draftErr := f.drafts.load()
	m, modelsErr := f.models()
	kept := page.Kept{Asked: asked, Draft: draft, Favourites: m.Favourites, Recent: m.Recent}
	return kept, errors.Join(unlessMissing(askedErr), draftErr, modelsErr)
}

// keptModels is the content of modelsFile.
type keptModels struct {
	Favourites []string `json:"favourites"`
	Recent     []string `json:"recent"`
}

// unlessMissing is err, unless it says that there is no file: nothing was kept yet.
func unlessMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func (f *files) models() (m keptModels, err error) {
	data, err := os.ReadFile(filepath.Join(f.dir, modelsFile))
	if err != nil {
		return m, unlessMissing(err)
	}
	return m, json.Unmarshal(data, &m)
}

func (f *files) asked() ([]string, error) {
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

func (f *files) Asked(prompt string) error {
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

func (f *files) Draft(text string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.drafts.save(text)
}

func (f *files) Models(change func(favourites, recent []string) ([]string, []string)) error {
	m, err := f.models()
	if err != nil {
		return err
	}
	m.Favourites, m.Recent = change(m.Favourites, m.Recent)
	data, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	return keepFile(filepath.Join(f.dir, modelsFile), append(data, '\n'))
}

// keepFile writes a file of the state folder, which it makes where there is none.
func keepFile(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return atomicfile.Write(path, data)
}
