package cmd

import (
	"bufio"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"neonchat/ui"
)

// files keep what the chat remembers between runs, for its user alone.
type files struct{ dir string }

const (
	askedFile  = "asked.jsonl" // a prompt a line, as JSON strings
	draftFile  = "draft.txt"
	modelsFile = "models.json"
)

// mostAsked is how many prompts are read back.
const mostAsked = 10_000

func (f files) Load() (ui.Kept, error) {
	var kept ui.Kept
	var errs []error
	asked, err := f.asked()
	kept.Asked = asked
	errs = append(errs, unlessMissing(err))
	draft, err := os.ReadFile(filepath.Join(f.dir, draftFile))
	kept.Draft = string(draft)
	errs = append(errs, unlessMissing(err))
	data, err := os.ReadFile(filepath.Join(f.dir, modelsFile))
	errs = append(errs, unlessMissing(err))
	if err == nil {
		var m keptModels
		errs = append(errs, json.Unmarshal(data, &m))
		kept.Favourites, kept.Recent = m.Favourites, m.Recent
	}
	return kept, errors.Join(errs...)
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

func (f files) asked() ([]string, error) {
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

func (f files) Asked(prompt string) error {
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

func (f files) Draft(text string) error { return f.replace(draftFile, []byte(text)) }

func (f files) Models(favourites, recent []string) error {
	data, err := json.MarshalIndent(keptModels{favourites, recent}, "", "  ")
	if err != nil {
		return err
	}
	return f.replace(modelsFile, append(data, '\n'))
}

// replace writes a file whole or not at all.
func (f files) replace(name string, data []byte) error {
	if err := os.MkdirAll(f.dir, 0o700); err != nil {
		return err
	}
	temporary, err := os.CreateTemp(f.dir, name+".*") // readable for its user alone
	if err != nil {
		return err
	}
	_, err = temporary.Write(data)
	if err = errors.Join(err, temporary.Sync(), temporary.Close()); err == nil {
		err = os.Rename(temporary.Name(), filepath.Join(f.dir, name))
	}
	if err != nil {
		os.Remove(temporary.Name())
	}
	return err
}
