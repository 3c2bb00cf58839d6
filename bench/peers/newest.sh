#!/bin/sh
# Makes a folder with the peers of the newest Debian suite, and ONNX Runtime from npm, for
#
#	go run ./bench -peers -root FOLDER
#
# It takes root's rights, for debootstrap, mounts and chroot, and some 2 GB:
#
#	bench/peers/newest.sh FOLDER
#
# Afterwards: umount -R FOLDER/proc FOLDER/sys FOLDER/dev, and only then rm -r FOLDER.
set -eu
folder=${1:?usage: newest.sh FOLDER}
[ "$(id -u)" = 0 ] || { echo "newest.sh takes root's rights" >&2; exit 1; }
command -v debootstrap >/dev/null || apt-get install -y debootstrap
packages=python3-numpy,python3-torch,libopenblas0-pthread,nodejs
debootstrap --variant=minbase --include=$packages "${SUITE:-sid}" "$folder" "${MIRROR:-http://deb.debian.org/debian}"
# The package's own script would fetch libraries for graphics cards.
ONNXRUNTIME_NODE_INSTALL=skip npm install --prefix "$folder/opt/peers" --ignore-scripts onnxruntime-node
for mounted in proc sys dev; do
	mountpoint -q "$folder/$mounted" && umount -R "$folder/$mounted" # debootstrap leaves one of its own
	mount --rbind "/$mounted" "$folder/$mounted"
	mount --make-rslave "$folder/$mounted"
done
