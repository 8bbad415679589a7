# SPDX-License-Identifier: Apache-2.0
scrutineer --help | head -n 1
scrutineer -h | head -n 1
scrutineer help | head -n 1
