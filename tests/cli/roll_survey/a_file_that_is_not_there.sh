# SPDX-License-Identifier: Apache-2.0
scrutineer roll survey none.yaml
