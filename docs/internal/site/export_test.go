package site

import (
	"fmt"
	"html"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck/equations"
)

// The exported book opens from a disk: every link of every file leads to a file and an anchor in it, and each
// trial has answered, as it is and with each planted error.
func TestExport(t *testing.T) {
	if !full {
		t.Skip("writes the whole book with all trials, which takes a minute: CHAINRULE_FULL=1 has it")
	}
	folder := t.TempDir()
	n, err := Export(t.Context(), Options{Files: os.DirFS("../../..")}, folder)
	require.NoError(t, err)
	require.Greater(t, n, 500)
	texts := exported(t, folder)
	for name, text := range texts {
		if path.Ext(name) == ".html" {
			requireLinks(t, texts, name, text)
		}
	}
	for _, trial := range equations.All() {
		at := "trial/" + trial.Anchor()
		require.Contains(t, texts[at+".html"], `<span class="verdict">PASS</span>`, at)
		for _, m := range trial.Mutants() {
			require.Contains(t, texts[fileOf("/"+at+"?plant="+fmt.Sprint(m.ID))], `class="verdict">`, "%s: %d", at, m.ID)
		}
	}
}

// exported returns the texts of all files of a folder.
func exported(t *testing.T, folder string) map[string]string {
	texts := map[string]string{}
	require.NoError(t, filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		way, _ := filepath.Rel(folder, name)
		texts[filepath.ToSlash(way)] = string(text)
		return err
	}))
	return texts
}

// requireLinks demands that the links of a file lead to files and anchors.
func requireLinks(t *testing.T, texts map[string]string, name, text string) {
	for _, m := range addressOf.FindAllStringSubmatch(text, -1) {
		u, err := url.Parse(html.UnescapeString(m[2]))
		require.NoError(t, err)
		if u.IsAbs() {
			continue
		}
		require.False(t, strings.HasPrefix(u.Path, "/"), "%s: %s", name, m[2])
		target := name
		if u.Path != "" {
			target = path.Join(path.Dir(name), u.Path)
		}
		to, is := texts[target]
		require.True(t, is, "%s: %s", name, m[2])
		require.True(t, u.Fragment == "" || strings.Contains(to, ` id="`+u.Fragment+`"`), "%s: %s", name, m[2])
	}
}
