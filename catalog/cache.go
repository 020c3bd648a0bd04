package catalog

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"neonchat/config/atomicfile"
	"net/http"
	"os"
	"path/filepath"
	"time"
)

const (
	maxBody  = 32 << 20 // the whole catalog is 2.5 MB, and grows
	patience = 30 * time.Second
)

// Cache keeps the facts of models.dev in a folder. Several processes may use
// it at once: the file is only ever replaced whole, and its modification time
// is when its content was last confirmed.
type Cache struct {
	Dir    string           // made when there is something to keep
	URL    string           // "" is https://models.dev/api.json
	HTTP   *http.Client     // nil is http.DefaultClient
	Now    func() time.Time // nil is time.Now
	MaxAge time.Duration    // 0 is a day
}

// Load returns the facts that are at hand, without the network: those in the
// cache, else the built-in list. The catalog is good even when there is an
// error, which says that there is a cache file that could not be read.
func (c Cache) Load() (Catalog, error) {
	k, err := c.read()
	if err != nil {
		k.catalog = Embedded()
	}
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return k.catalog, err
}

// Stale reports whether it is time for a Refresh: nothing is kept, or it can't
// be read, or it is older than MaxAge.
func (c Cache) Stale() bool {
	k, err := c.read()
	if err != nil {
		return true
	}
	age := c.now().Sub(k.catalog.asOf)
	return age < 0 || age >= cmp.Or(c.MaxAge, 24*time.Hour)
}

// Refresh asks models.dev whether there is news and keeps it; what was kept
// stays when anything goes wrong. It reports whether the models changed. It
// gives up after half a minute, or when ctx ends.
func (c Cache) Refresh(ctx context.Context) (changed bool, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("refreshing the model catalog: %w", err)
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	old, _ := c.read() // what can't be read is fetched anew
	resp, err := c.get(ctx, old.etag)
	if err != nil {
		return false, err
	}
	defer resp.Body.Close()
	switch {
	case resp.StatusCode == http.StatusNotModified && old.etag != "":
		return false, os.Chtimes(c.file(), c.now(), c.now())
	case resp.StatusCode != http.StatusOK:
		return false, errors.New(resp.Status)
	}
	provider, err := download(resp.Body)
	if err != nil {
		return false, err
	}
	return !bytes.Equal(provider, old.provider), c.write(resp.Header.Get("ETag"), provider)
}

func (c Cache) get(ctx context.Context, etag string) (*http.Response, error) {
	url := cmp.Or(c.URL, "https://models.dev/api.json")
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", "neonchat")
	if etag != "" {
		req.Header.Set("If-None-Match", etag)
	}
	return cmp.Or(c.HTTP, http.DefaultClient).Do(req)
}

// download takes our part out of the whole catalog, when models are in it.
func download(body io.Reader) ([]byte, error) {
	limited := &io.LimitedReader{R: body, N: maxBody}
	found, err := pick(limited, "neon")
	if err != nil && limited.N == 0 {
		err = fmt.Errorf("more than %d MB", maxBody>>20)
	}
	if err != nil {
		return nil, err
	}
	_, err = parse(found["neon"])
	return found["neon"], err
}

// kept is what a cache file holds. It is written in the form of models.dev,
// an object with a member "neon", and the ETag beside it.
type kept struct {
	catalog  Catalog
	etag     string
	provider []byte
}

func (c Cache) file() string { return filepath.Join(c.Dir, "models.json") }

func (c Cache) read() (kept, error) {
	f, err := os.Open(c.file())
	if err != nil {
		return kept{}, fmt.Errorf("reading the kept model catalog: %w", err)
	}
	defer f.Close()
	k, err := decodeKept(f)
	if err != nil {
		return kept{}, fmt.Errorf("reading the kept model catalog %s: %w", c.file(), err)
	}
	return k, nil
}

func decodeKept(f *os.File) (k kept, err error) {
	found, err := pick(f, "etag", "neon")
	if err != nil {
		return kept{}, err
	}
	k.provider = found["neon"]
	if k.catalog.models, err = parse(k.provider); err != nil {
		return kept{}, err
	}
	if etag := found["etag"]; etag != nil {
		if err := json.Unmarshal(etag, &k.etag); err != nil {
			return kept{}, err
		}
	}
	info, err := f.Stat()
	if err != nil {
		return kept{}, err
	}
	k.catalog.asOf = info.ModTime()
	return k, nil
}

func (c Cache) write(etag string, provider []byte) error {
	quoted, err := json.Marshal(etag)
	if err != nil {
		return err
	}
	return c.keep(c.file(), fmt.Appendf(nil, "{\"etag\":%s,\"neon\":%s}\n", quoted, provider))
}

// keep writes a file that is confirmed now.
func (c Cache) keep(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	if err := atomicfile.Write(path, data); err != nil {
		return err
	}
	return os.Chtimes(path, c.now(), c.now())
}

func (c Cache) now() time.Time {
	if c.Now == nil {
		return time.Now()
	}
	return c.Now()
}
